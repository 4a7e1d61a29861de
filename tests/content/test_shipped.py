"""Released content never changes: the check must bite."""

import hashlib

import pytest

from remit.content import shipped
from remit.errors import NotFound


def test_a_changed_or_missing_release_is_named(tmp_path, monkeypatch):
    (tmp_path / "cases").mkdir()
    kept, changed = tmp_path / "cases/kept.toml", tmp_path / "cases/changed.toml"
    kept.write_text("a")
    changed.write_text("b")
    lines = ["[sha256]"]
    for path in (kept, changed):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        lines.append(f'"cases/{path.name}" = "{digest}"')
    lines.append('"cases/gone.toml" = "00"')
    (tmp_path / shipped.RELEASES).write_text("\n".join(lines))
    monkeypatch.setattr(shipped, "_root", lambda: tmp_path)
    assert shipped.changed_releases() == ("cases/gone.toml",)
    changed.write_text("c")
    assert shipped.changed_releases() == ("cases/changed.toml", "cases/gone.toml")


def test_an_unknown_case_is_not_found():
    with pytest.raises(NotFound, match="mary"):
        shipped.case("nobody")
