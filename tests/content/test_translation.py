"""A form in another language keeps its keys; what is not translated stays as it was."""

import pytest

from remit.content.translation import missing, text_keys, translated
from remit.domain.form import Form, Kind, Option, Page, Question
from remit.errors import InvalidInput

FORM = Form(
    id="sleep",
    version="1",
    title="Sleep",
    pages=(
        Page(
            key="night",
            title="The night",
            intro="Two questions.",
            questions=(
                Question(
                    key="sleep.good",
                    kind=Kind.CHOICE,
                    text="Did you sleep well?",
                    hint="Last night.",
                    options=(Option(key="yes", text="Yes"), Option(key="no", text="No")),
                ),
                Question(key="sleep.hours", kind=Kind.NUMBER, text="How long?", unit="hours"),
            ),
        ),
    ),
)


def test_words_change_and_keys_stay():
    overlay = {"title": "Schlaf", "sleep.good": "Gut geschlafen?", "sleep.good.yes": "Ja"}
    found = translated(FORM, "de", overlay)
    assert found.language == "de"
    assert found.title == "Schlaf"
    question = found.question("sleep.good")
    assert question.text == "Gut geschlafen?"
    assert [(one.key, one.text) for one in question.options] == [("yes", "Ja"), ("no", "No")]
    assert question.hint == "Last night."


def test_an_overlay_that_names_nothing_is_refused():
    with pytest.raises(InvalidInput, match=r"sleep\.bad"):
        translated(FORM, "de", {"sleep.bad": "Schlecht?"})


def test_what_is_missing_is_listed():
    overlay = dict.fromkeys(text_keys(FORM), "x")
    del overlay["sleep.hours.unit"]
    assert missing(FORM, overlay) == ("sleep.hours.unit",)
