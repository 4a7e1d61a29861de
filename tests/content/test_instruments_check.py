"""`remit content` on instruments: the check must bite, the pages must come out."""

import pytest
from click.testing import CliRunner

from remit.cli.content import content
from remit.content import instrument_page, instruments, verification
from remit.domain.instrument import Licence
from remit.errors import InvalidInput


def run(*arguments):
    return CliRunner().invoke(content, arguments)


def test_the_check_counts_instruments_and_slots():
    done = run("check")
    texts, slots = len(instruments.shipped()), len(instruments.slots())
    assert done.exit_code == 0, done.output
    assert f"instruments: {texts} with text, {slots} slots" in done.output


def test_hz10_the_check_fails_when_a_class_is_not_the_listed_one(monkeypatch):
    classes = instruments.licences() | {"peg": Licence.PERMISSION}
    monkeypatch.setattr(instruments, "licences", lambda: classes)
    instruments.instrument.cache_clear()
    done = run("check")
    assert isinstance(done.exception, InvalidInput)
    assert "peg" in str(done.exception)
    instruments.instrument.cache_clear()


def test_an_instrument_listed_without_a_file_fails_the_check(monkeypatch):
    classes = instruments.licences() | {"zung": Licence.UNCLEAR}
    monkeypatch.setattr(instruments, "licences", lambda: classes)
    done = run("check")
    assert "disagree about zung" in str(done.exception)


@pytest.mark.parametrize(
    ("verb", "page"),
    [
        ("verification", verification.verification_page),
        ("instruments", instrument_page.instruments_page),
    ],
)
def test_pages_are_written_or_shown(verb, page, tmp_path):
    target = tmp_path / "page.md"
    assert run(verb, "-o", str(target)).exit_code == 0
    assert target.read_text("utf-8") == page()
    assert run(verb).output == page() + "\n"
