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


@given(st.text())
def test_pieces_give_back_the_text_whatever_it_is(text):
    assert "".join(piece.words for piece in pieces(text)) == text


@given(st.text(alphabet="AaBb .mother\n'Ruth", max_size=80))
def test_mentions_stand_apart_and_in_order(text):
    found = other_people(text)
    assert all(text[one.start : one.end] == one.words for one in found)
    ends = [0, *(one.end for one in found)]
    assert all(one.start >= end for one, end in zip(found, ends, strict=False))
