"""A line of quick entry read as a clinician meant it: proposals, or one small question each.

A pure function of the text, the history and the lexicon (VISUAL, Chip). It proposes; the person
decides. Whatever is not understood is asked about, never dropped.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from remit.domain.history import History
from remit.domain.lexicon import Lexicon, Meaning
from remit.domain.quick_entry import NOTES, Chip, Choice, Pair, Proposal, Understood
from remit.pathways.consult import quick_entry_rows as rows
from remit.pathways.consult.quick_entry_doubt import doubt_about, folded
from remit.pathways.consult.quick_entry_known import Known
from remit.pathways.consult.quick_entry_life import Life
from remit.pathways.consult.quick_entry_parts import AFTER, BEFORE, NEAR, Parts, Said
from remit.pathways.consult.quick_entry_times import Placing, timed

_RATING = re.compile(
    r"\b(\d{1,2}(?:\.5)?)\s*(?:/|of|out of)\s*10\s*(?:average|avg|usual|mean)?\s*pain\b|"
    r"\b(?:pain|nrs|vas|average|avg|score)\D{0,16}(\d{1,2}(?:\.5)?)\s*(?:/|of|out of)\s*10\b|"
    r"\b(?:nrs|vas)\s*[:=]?\s*(\d{1,2}(?:\.5)?)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"^[\"“'].*[\"”'][\s.]*$", re.DOTALL)
_SEEN = re.compile(  # what was seen in the room, not a fact of the life
    r"^\W*(?:cries|cried|crying|tearful|tears|weeps|weepy|wept|voice (?:breaks|shakes)|laughs?|"
    r"silent|silence|long pause|pauses?|looks (?:away|down)|sighs?)\b",
    re.IGNORECASE,
)
_ABSENT = re.compile(
    r"^\W*(?:denie[sd]|denying|no|nil|neg(?:ative)? for|never had|not had|without)\b(?! longer\b)",
    re.IGNORECASE,
)
_FINE = re.compile(r"\b(?:ok|okay|fine|nad)\b", re.IGNORECASE)
_NOT_AVERAGE = re.compile(r"\b(?:worst|best|least|most|max\w*|min\w*)\b", re.IGNORECASE)
_AVERAGE = re.compile(r"\b(?:average|avg|usual|mean)\b", re.IGNORECASE)
_AGAIN = re.compile(
    r"\b(?:again|back again|recurr\w*|came back|come back|returned|is back)\b", re.IGNORECASE
)
_RELATIVE_FIRST = re.compile(
    r"^\W*(?:(?:her|his|my)\s+)?(?P<who>mother|mum|mom|mo|father|dad|fa|husband|wife|partner|son|"
    r"daughter|child|brother|sister|parents?)(?:'s|’s)?\s",
    re.IGNORECASE,
)
_MOST = 10.0
ADULT = 18


def parse(
    text: str, history: History, lexicon: Lexicon, *, part: str = "pain", entry: date | None = None
) -> Understood:
    """What a line says.

    Args:
        text: the line as typed; nothing in it is ever dropped.
        history: what is known already, for contradictions and for what comes back.
        part: the part of the consultation, which decides between readings.
        entry: the day of telling, for "3 years ago"; None for a record looked back on.
    """
    facts, life = Known(history, lexicon), Life(history, entry)
    parts = Parts(lexicon, life, facts).of(text)
    chips = [_chip(place, said, part) for place, said in enumerate(parts)]
    placings = [Placing(said.tie, said.dated, said.words, said.group) for said in parts]
    chips = timed(chips, placings, is_childhood=part == "childhood")
    known = [_known(chip, facts, life) for chip in chips]
    shown = [replace(chip, together=place > 0) for place, chip in enumerate(known)]
    return Understood(chips=tuple(shown), pairs=_pairs(shown, parts))


def _chip(place: int, said: Said, part: str) -> Chip:
    words = said.words.strip()
    if said.head == "note" or _QUOTED.match(words) or _is_seen(said):
        return Chip(place=place, said=words, proposal=rows.note(words))
    rating = _RATING.search(said.dated.rest)
    value = float(next(one for one in rating.groups() if one)) if rating else -1.0
    if rating and _NOT_AVERAGE.search(words) and not _AVERAGE.search(words):
        return Chip(place=place, said=words, proposal=rows.note(words))
    if rating and value <= _MOST and not _is_dated_symptom(said):
        return Chip(place=place, said=words, proposal=rows.score(said, value))
    if said.is_children:
        return Chip(place=place, said=words, question="Which?", choices=_children(said))
    meaning = _meaning(said, part)
    if meaning is not None and meaning.table == "symptom" and _is_absent(said):
        return Chip(place=place, said=words, proposal=rows.note(words))
    if meaning is None:
        return Chip(place=place, said=words, question="What is it?", choices=_guesses(said, part))
    found = rows.proposal(meaning, said)
    return Chip(place=place, said=words, proposal=found, doubt=_mended(found, said))


def _is_seen(said: Said) -> bool:
    undated = not (said.dated.start or said.dated.end or said.dated.ongoing)
    return undated and _SEEN.match(said.dated.rest) is not None


def _is_absent(said: Said) -> bool:
    """ "Denies numbness", "neck ok": what is not there is no fact of a life; the words stay."""
    rest = said.dated.rest
    absent = _ABSENT.match(rest)
    named_so = absent is not None and any(one.low < absent.end() for one in said.found)
    return (absent is not None and not named_so) or _FINE.search(rest) is not None


def _mended(found: Proposal, said: Said) -> str:
    """One letter can part two medicines, so a forgiven slip in a name is said."""
    names = [one for one in said.found if one.meaning.table == "medicine"]
    if found.table == "medicine" and any(one.mended for one in names):
        return f"Read as {found.row['drug']}."
    return ""


def _is_dated_symptom(said: Said) -> bool:
    """A symptom with its onset, rated in passing; the rating stays in its words."""
    begun = said.dated.ongoing and said.dated.start != ""
    return begun and any(one.meaning.table == "symptom" for one in said.found)


def _meaning(said: Said, part: str) -> Meaning | None:
    """What a part is; the symptom of a relative is an illness in the family."""
    found = said.meaning
    if found is not None and found.value in {"LOS01", "LOS03"} and _is_young(said, part):
        return Meaning("event", "FAM08")
    if found is not None and found.value in {"SUB01", "SUB02"} and _is_young(said, part):
        return Meaning("event", "FAM04")
    is_parent = rows.relative(said.dated.rest) == "parent"
    if found is not None and found.value == "HLT06" and is_parent and _is_young(said, part):
        return Meaning("event", "FAM05")
    first = _RELATIVE_FIRST.match(said.dated.rest)
    if found is None or first is None or found.table not in {"symptom", "treatment", "medicine"}:
        return found
    who = rows.relative(first["who"])
    if who == "child":
        return Meaning("event", "CHI02")
    young = who == "parent" and _is_young(said, part)
    return Meaning("event", "FAM05" if young else "HLT06")


def _is_young(said: Said, part: str) -> bool:
    """Whether it was told of the person's childhood."""
    age = re.fullmatch(r"aged (\d+)", said.dated.start)
    return said.dated.start == "childhood" or (
        int(age[1]) < ADULT if age else part == "childhood" and not said.dated.start
    )


def _children(said: Said) -> tuple[Choice, ...]:
    born, raising = Meaning("event", "CHI01"), Meaning("event", "WRK08")
    return (
        Choice(number=1, words="born", proposal=rows.proposal(born, said)),
        Choice(number=2, words="raising", proposal=rows.proposal(raising, said)),
        Choice(number=3, words="note", proposal=rows.note(said.words)),
    )


def _guesses(said: Said, part: str) -> tuple[Choice, ...]:
    event, symptom = Meaning("event", "OTH99"), Meaning("symptom")
    first, second = (symptom, event) if part in {"pain", "examination"} else (event, symptom)
    if part == "traits":
        first, second = Meaning("trait"), event
    return (
        Choice(number=1, words=_word(first), proposal=rows.proposal(first, said)),
        Choice(number=2, words=_word(second), proposal=rows.proposal(second, said)),
        Choice(number=3, words="note", proposal=rows.note(said.words)),
    )


def _word(meaning: Meaning) -> str:
    return {"symptom": "symptom", "trait": "trait"}.get(meaning.table, "life event")


def _pairs(chips: list[Chip], parts: list[Said]) -> tuple[Pair, ...]:
    """Every symptom of a line with every stressor of it, and what the line says of their time."""
    return tuple(
        Pair(symptom=one.place, stressor=other.place, row=_link(parts, one.place, other.place))
        for one in chips
        for other in chips
        if _is(one, "symptom") and _is(other, "event") and _burdens(other)
    )


def _is(chip: Chip, table: str) -> bool:
    return chip.proposal is not None and chip.proposal.table == table


def _burdens(chip: Chip) -> bool:
    return chip.proposal is not None and chip.proposal.kind == "Stressor"


def _link(parts: list[Said], symptom: int, stressor: int) -> dict[str, object]:
    """ "while" says the same time, "after" says after; a semicolon says nothing of time."""
    one, other = parts[symptom], parts[stressor]
    ties = {one.tie, other.tie} if one.group == other.group else set()
    row: dict[str, object] = {"says": "not said", "by": "participant", "words": "said together"}
    if NEAR in ties or one.dated.same_time or other.dated.same_time:
        return row | {"says": "same time", "words": "at the same time"}
    if AFTER in ties:
        return row | {"says": "after", "words": "after"}
    return row | ({"words": "before"} if BEFORE in ties else {})


def _known(chip: Chip, facts: Known, life: Life) -> Chip:
    """A symptom that came back points to the one known; what contradicts the record is a doubt."""
    if chip.proposal is None or chip.proposal.table in {NOTES, "score"}:
        return chip
    proposal = facts.with_injury(chip.proposal)
    if proposal.table == "symptom" and _AGAIN.search(chip.said):
        name = folded(proposal.label)
        before = [one for one in life.history.symptoms if folded(one.label) == name]
        if before:
            proposal = replace(proposal, row={**proposal.row, "recurrence_of": before[-1].id})
    doubt = doubt_about(proposal, life)
    return replace(chip, proposal=proposal, doubt=doubt or chip.doubt)
