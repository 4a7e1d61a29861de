"""No letter tells by itself that somebody is feared at home."""

from types import SimpleNamespace

import pytest

from remit.domain.action_code import ActionCode
from remit.web.documents import letter_drafts

CODE = next(one for one in ActionCode if one.urgency)


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        ("Afraid of someone at home", "One answer that stays in our record"),
        ("Leg weakness", "Leg weakness"),
    ],
)
def test_fear_at_home_is_not_named(monkeypatch, now, finding, said):
    rule = SimpleNamespace(finding=finding, code=CODE)
    found = SimpleNamespace(words="Urgent", fired=(SimpleNamespace(rule=rule),))
    monkeypatch.setattr(letter_drafts, "latest_values", lambda _: {"X": "yes"})
    monkeypatch.setattr(letter_drafts, "screening", lambda _, **__: found)
    monkeypatch.setattr(letter_drafts, "open_flags", lambda _: [])
    lines = list(letter_drafts._screened(None, now))
    assert lines[1:] == [f"{said} ({CODE.word})"]
