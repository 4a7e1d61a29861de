"""Other people in a text are marked for the writer; the text itself is never changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.pathways.consult.other_people import other_people, pieces

MARKED = [
    ("Her mother died in March.", ["mother"]),
    ("her Mother-in-law moved in", ["Mother-in-law"]),
    ("He met his ex-husband's sister.", ["ex-husband's", "sister"]),
    ("She told Ruth about it. Ruth left.", ["Ruth", "Ruth"]),
    ("Seen by Dr Smith on Monday.", ["Smith"]),
    ("Mrs. Jones came.", ["Jones"]),
    ("The boss shouted at Anna Maria Berg.", ["boss", "Anna Maria Berg"]),
    ("Nancy says that Tom stayed.", ["Tom"]),
    ("The pain began. Massage helped.", []),
    ("MRI and CT in May 1993.", []),
    ("Dear Dr Amin,\nNancy was seen.", []),
    ("Reason\nLow back pain.\n\nExamination\nNo examination is recorded.", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "words"), MARKED)
def test_relations_and_names_are_marked(text, words):
    known = ("Nancy", "Dr Amin")
    assert [one.words for one in other_people(text, known)] == words


AT_A_START = [
    ("Ruth said that it was hard.", ["Ruth"]),
    ("Tom left in May. The pain began.", ["Tom"]),
    ("Ruth's house burned.", ["Ruth's"]),
    ("Ruth’s house burned.", ["Ruth’s"]),
    ("Anna Berg rang.", ["Anna Berg"]),
    ("Who helped: Tom came every day.", ["Tom"]),
    ("She said: “Tom hit me.”", ["Tom"]),
    ("Notes\nRuth shouted at her.", ["Ruth"]),
    ("Tom and Ruth moved out.", ["Tom", "Ruth"]),
    ("My sister Ann called.", ["sister", "Ann"]),
    ("Sister Ann called.", ["Sister", "Ann"]),
    ("Uncle Bob: he drank.", ["Uncle", "Bob"]),
    ("Seen with RUTH at the clinic.", ["RUTH"]),
    ("TOM LEFT HER.", ["TOM", "LEFT"]),
    ("She met JEAN-PAUL's wife.", ["JEAN-PAUL's", "wife"]),
    ("Ruth, who lives next door, helps.", ["Ruth"]),
    ("The MRI, the CT and the ECG were done by the GP.", []),
    ("Pain is worse at night. Massage helped. Walking made it less.", []),
    ("She said no. He went home. They were tired.", []),
    ("Surgery was planned. Strength was normal.", []),
    ("Average pain 8 of 10. Medicines: morphine, 30 mg.", []),
    ("Physiotherapy: it helped. Sleep is poor.", []),
]


@pytest.mark.parametrize(("text", "words"), AT_A_START)
def test_names_at_a_start_after_a_colon_and_in_capitals_are_marked(text, words):
    assert [one.words for one in other_people(text)] == words


def test_a_known_name_in_capitals_is_spared():
    assert other_people("NANCY came. Nancy said so.", ("Nancy",)) == ()


@given(st.text())
def test_pieces_give_back_the_text_whatever_it_is(text):
    assert "".join(piece.words for piece in pieces(text)) == text


@given(st.text(alphabet="AaBb .mother\n'Ruth", max_size=80))
def test_mentions_stand_apart_and_in_order(text):
    found = other_people(text)
    assert all(text[one.start : one.end] == one.words for one in found)
    ends = [0, *(one.end for one in found)]
    assert all(one.start >= end for one, end in zip(found, ends, strict=False))
