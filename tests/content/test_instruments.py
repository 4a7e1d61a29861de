"""The shipped instruments: licences, keys, and what may be asked where."""

import pytest

from remit.content import instruments
from remit.content.definition import content_hash, plain_file
from remit.domain.form import LONGEST_TEXT
from remit.domain.instrument import Licence
from remit.domain.wording import banned_in
from remit.errors import InvalidInput, NotFound

# CLINICAL D.1, once more by hand: a file that calls itself freer than it is fails here.
CLASSES = {
    "L0": "peg rmdq phq9 phq8 phq2 gad7 gad2 pcptsd5 pcl5 lec5 asq auditc",
    "L1": "fiqr",
    "L2": "promis-29 promis-pi pss waisr startback",
    "L3": "bpi-sf odi pcs isi csq8 eq5d sopa cssrs",
    "LX": "tsk11 pseq ceq eac",
    "LP": "nrs nrs-day fibromyalgia pgic own-attr own-fear own-conf own-act3 own-sleep own-stress "
    "own-mood own-sud own-exp own-sat own-work own-ae",
}
SLOTS_OF_FREE_CLASS = {"pcl5", "lec5", "asq", "auditc", "fiqr"}


def test_hz10_classes_are_those_of_the_reference():
    found = {one.id: one.licence.value for one in instruments.known()}
    assert found == {name: letter for letter, names in CLASSES.items() for name in names.split()}
    assert {name: Licence(letter) for name, letter in found.items()} == instruments.licences()


def test_inv_09_only_free_classes_have_text():
    for one in instruments.known():
        assert one.is_slot == (not one.licence.may_ship or one.id in SLOTS_OF_FREE_CLASS), one.id


@pytest.mark.parametrize("letter", ["L2", "L3", "LX"])
def test_hz10_reading_a_licensed_file_with_text_stops_the_build(letter):
    plain = plain_file(instruments.path("peg", "1")) | {"licence": letter}
    with pytest.raises(InvalidInput, match="may not ship"):
        instruments.read(plain, {"peg": Licence(letter)}, "peg/1.toml")


def test_hz10_a_file_that_calls_itself_freer_than_the_list_stops_the_build():
    plain = plain_file(instruments.path("peg", "1"))
    with pytest.raises(InvalidInput, match=r"licences\.toml does not say that peg is L0"):
        instruments.read(plain, instruments.licences() | {"peg": Licence.PERMISSION}, "peg")
    with pytest.raises(InvalidInput, match=r"licences\.toml"):
        instruments.read(plain, {}, "peg")


def test_hz10_no_slot_file_hides_text():
    allowed = {
        "id", "version", "title", "construct", "licence", "licence_reason", "where_asked",
        "recall", "change", "notes", "loinc",
    }  # fmt: skip
    for one in instruments.slots():
        assert set(plain_file(instruments.path(one.id, one.version))) <= allowed, one.id


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"items": []}, "items"),
        ({"form": {"title": "T", "pages": [{"key": "p", "title": "P", "questions": [
            {"key": "a", "kind": "choice", "text": "A", "options": "gone"}]}]}}, "option set"),
        ({"version": "2", "licence": "L7"}, "licence"),
    ],
)  # fmt: skip
def test_a_faulty_file_names_itself_and_its_fault(change, says):
    with pytest.raises(InvalidInput, match=rf"peg/1\.toml.*{says}"):
        instruments.read(
            plain_file(instruments.path("peg", "1")) | change, instruments.licences(), "peg/1.toml"
        )


def test_versions_and_ids():
    assert instruments.versions("phq9") == ("1",)
    assert instruments.instrument("phq9") is not None
    assert instruments.instrument("phq9") == instruments.instrument("phq9", "1")
    assert len(content_hash(instruments.path("phq9", "1"))) == 64
    for name, version in (("phq10", None), ("phq9", "7"), ("..", None), ("battery.toml", None)):
        with pytest.raises(NotFound):
            instruments.instrument(name, version)


def test_a_language_without_words_stays_in_english():
    assert instruments.instrument("peg", language="de").form.language == "en"


def test_forms_carry_name_version_and_source_of_their_instrument():
    for one in instruments.shipped():
        assert (one.form.id, one.form.version) == (one.id, one.version)
        assert one.form.source == one.source_line != ""


def test_own_items_are_always_labelled_not_validated():
    own = [one for one in instruments.shipped() if one.id.startswith("own-")]
    assert len(own) == 12
    assert all("not validated" in one.source_line for one in own)


def test_one_key_is_one_question_wherever_it_is_asked():
    first = {}
    for one in instruments.shipped():
        for question in one.form.questions():
            known = first.setdefault(question.key, question)
            assert (known.text, known.options) == (question.text, question.options), question.key


def test_every_option_of_a_scored_choice_has_points():
    for one in instruments.shipped():
        scored = {key for definition in one.scores for key in definition.items}
        for question in one.form.questions():
            if question.key in scored and question.kind == "choice":
                assert all(option.value is not None for option in question.options)


def test_inv_07_no_banned_phrase_and_no_exclamation_mark():
    for one in instruments.shipped():
        for page in one.form.pages:
            for question in page.questions:
                options = " ".join(option.text for option in question.options)
                text = f"{page.title} {page.intro} {question.text} {question.hint} {options}"
                assert banned_in(text) == ()
                assert "!" not in text
                assert len(text) < LONGEST_TEXT


def test_hz3_where_each_is_asked():
    where = {one.id: set(one.where_asked) for one in instruments.known()}
    live = {"phq9", "pcptsd5", "asq", "auditc", "cssrs", "lec5", "pcl5"}
    assert {name for name, places in where.items() if places == {"clinic"}} == live
