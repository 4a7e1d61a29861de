"""The words of the workbook: plain, honest, whole."""

from dataclasses import replace

import pytest
from tests.content.programme_rules import OLDEST_READER, long_sentences, never_said

from remit.content.definition import plain_file
from remit.content.programme import folder, programme
from remit.content.workbook import workbook_words
from remit.domain.readability import reading_age
from remit.domain.workbook import TextPage
from remit.errors import InvalidInput, NotFound

WORDS = workbook_words()
PAGES = ("start", "writing", "quiet", "flare", "help", "telephone")


def strings(plain):
    if isinstance(plain, dict):
        return [words for one in plain.values() for words in strings(one)]
    if isinstance(plain, list):
        return [words for one in plain for words in strings(one)]
    return [plain]


def said(page: TextPage) -> str:
    return "\n\n".join([*page.paragraphs, *page.points, page.end])


def test_all_of_it_is_plain_to_read():
    words = "\n\n".join(said(getattr(WORDS, name)) for name in PAGES)
    assert reading_age(words) <= OLDEST_READER


def test_no_sentence_is_long_and_nothing_is_said_that_is_never_said():
    words = "\n\n".join(strings(plain_file(f"{folder()}/workbook.toml")))
    assert long_sentences(words) == []
    assert never_said(words) == []


def test_what_a_day_asks_stands_on_the_sheet():
    asked = {key for day in programme().days for key in day.check_in}
    assert asked <= set(WORDS.check_in.scales) | set(WORDS.check_in.lines)


def test_a_missing_label_is_refused():
    labels = {key: one for key, one in WORDS.labels.items() if key != "help"}
    with pytest.raises(InvalidInput, match="help"):
        replace(WORDS, labels=labels)
    with pytest.raises(InvalidInput, match="extra"):
        replace(WORDS, labels={**WORDS.labels, "extra": "x"})


def test_a_sheet_without_its_numbers_is_refused():
    with pytest.raises(InvalidInput, match="mood"):
        replace(WORDS.check_in, scales={"pain_avg": WORDS.check_in.scales["pain_avg"]})


def test_another_language_is_not_there_yet():
    with pytest.raises(NotFound):
        workbook_words(language="xx")
