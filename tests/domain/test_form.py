"""Forms: which questions are asked, what counts as an answer, and what is still missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.domain.body import INDEX_REGIONS, REGIONS, SPINE, Side
from remit.domain.decision_table import Cell
from remit.domain.form import (
    LONGEST_TEXT,
    Form,
    Kind,
    Need,
    Option,
    Page,
    Question,
    asked,
    plain_answers,
    read_answer,
    relevant,
    unanswered,
)
from remit.errors import InvalidInput

YES_NO = (Option(key="yes", text="Yes"), Option(key="no", text="No"))


def question(key, kind=Kind.CHOICE, **more):
    if kind in (Kind.CHOICE, Kind.MANY):
        more.setdefault("options", YES_NO)
    return Question(key=key, kind=kind, text=f"About {key}?", **more)


def form(*questions):
    return Form(
        id="trial",
        version="1",
        title="A form",
        pages=(Page(key="p", title="P", questions=questions),),
    )


FEVER = question("fever", need=Need.MUST)
ILL = question("fever.ill", need=Need.MUST, ask_when=((Cell(key="fever", is_=("yes",)),),))


def test_a_branch_opens_and_closes():
    made = form(FEVER, ILL)
    assert asked(made, {}) == (FEVER,)
    assert asked(made, {"fever": "yes"}) == (FEVER, ILL)
    assert relevant(made, {"fever": "no", "fever.ill": "yes"}) == {"fever": "no"}


def test_what_must_be_answered_is_named_only_where_it_is_asked():
    made = form(FEVER, ILL, question("note", Kind.TEXT))
    assert unanswered(made, {}) == (FEVER,)
    assert unanswered(made, {"fever": "yes"}) == (ILL,)
    assert unanswered(made, {"fever": "no"}) == ()
    assert [one.key for one in unanswered(made, {"fever": "no"}, Need.MAY)] == ["note"]


@pytest.mark.parametrize(
    ("asks", "given_", "kept"),
    [
        (question("a"), "yes", "yes"),
        (question("a"), "  yes ", "yes"),
        (question("a"), "", None),
        (question("a"), None, None),
        (question("a"), [], None),
        (question("a", Kind.SCALE), "0", 0),
        (question("a", Kind.SCALE), 10, 10),
        (question("a", Kind.NUMBER, whole=False, high=200), "61,5", 61.5),
        (question("a", Kind.DATE), "about 1993", "about 1993"),
        (question("a", Kind.TEXT), " words ", "words"),
        (question("a", Kind.BODY), ["neck", "left_jaw", "neck"], ("left_jaw", "neck")),
    ],
)
def test_an_answer_in_its_stored_form(asks, given_, kept):
    assert read_answer(asks, given_) == kept


@pytest.mark.parametrize(
    ("asks", "given_", "says"),
    [
        (question("a"), "perhaps", "Choose one of: Yes, No"),
        (question("a"), ["yes", "no"], "Choose one answer"),
        (question("a", Kind.SCALE), "11", "whole number from 0 to 10"),
        (question("a", Kind.SCALE), "5.5", "whole number from 0 to 10"),
        (question("a", Kind.NUMBER), "nan", "from 0 to 10"),
        (question("a", Kind.NUMBER), "many", "from 0 to 10"),
        (question("a", Kind.DATE), "when I was happy", "is not a date Remit understands"),
        (question("a", Kind.BODY), "tail", "not a part of the body map"),
        (question("a", Kind.TEXT), "x" * (LONGEST_TEXT + 1), "yours has 4001"),
    ],
)
def test_a_wrong_answer_says_what_would_be_right(asks, given_, says):
    with pytest.raises(InvalidInput, match=says):
        read_answer(asks, given_)


def test_none_of_these_stands_alone():
    options = (*YES_NO, Option(key="none", text="None of these", alone=True))
    asks = question("a", Kind.MANY, options=options)
    assert read_answer(asks, ["none"]) == ("none",)
    assert read_answer(asks, ["no", "yes"]) == ("yes", "no")
    with pytest.raises(InvalidInput, match="Untick one"):
        read_answer(asks, ["none", "yes"])


def test_faulty_forms_do_not_exist():
    with pytest.raises(InvalidInput, match="used more than once"):
        form(FEVER, FEVER)
    with pytest.raises(InvalidInput, match="asked later"):
        form(ILL, FEVER)
    with pytest.raises(InvalidInput, match="options belong to choices"):
        Question(key="a", kind=Kind.TEXT, text="A?", options=YES_NO)
    with pytest.raises(InvalidInput, match="two options"):
        question("a", options=(YES_NO[0], YES_NO[0]))
    with pytest.raises(InvalidInput, match="low must lie below"):
        question("a", Kind.SCALE, low=10, high=0)
    with pytest.raises(InvalidInput, match="no question z"):
        form(FEVER).question("z")


@given(st.lists(st.sampled_from(sorted(REGIONS))))
def test_ticking_in_another_order_stores_the_same(regions):
    asks = question("pain", Kind.BODY)
    assert read_answer(asks, regions) == read_answer(asks, list(reversed(regions)))


@given(st.text(max_size=60))
def test_any_text_is_kept_as_typed_or_refused(text):
    kept = read_answer(question("a", Kind.TEXT), text)
    assert kept == (text.strip() or None)


def test_answers_become_json():
    assert plain_answers({"a": ("x", "y"), "b": 3}) == {"a": ["x", "y"], "b": 3}


def test_the_body_map_holds_the_19_index_regions_in_five_quarters():
    assert len(INDEX_REGIONS) == 19
    members = {}
    for key in INDEX_REGIONS:
        members.setdefault(REGIONS[key].quarter, []).append(key)
    assert {quarter: len(keys) for quarter, keys in members.items()} == {
        None: 4, 1: 3, 2: 3, 3: 3, 4: 3, 5: 3,
    }  # fmt: skip
    assert set(members[None]) == {"left_jaw", "right_jaw", "chest", "abdomen"}
    assert {"neck", "upper_back", "lower_back"} == SPINE
    left = [key for key, region in REGIONS.items() if region.side is Side.LEFT]
    assert all(key.replace("left", "right") in REGIONS for key in left)
