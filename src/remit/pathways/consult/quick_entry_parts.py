"""A line parted into what it says: by semicolons, by "while" and "after", and by lists.

No word is dropped: a word such as "while" stays at the head of the part that it leads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice

from remit.domain.lexicon import Found, Lexicon, Meaning
from remit.pathways.consult.quick_entry_dates import Dated, find_dates
from remit.pathways.consult.quick_entry_known import Known
from remit.pathways.consult.quick_entry_life import Life
from remit.pathways.consult.quick_entry_shorthand import LENGTH

NEAR, AFTER, BEFORE = "near", "after", "before"
_NEAR = (
    r"(?:while|whilst|when|during|at the (?:same )?time (?:as|of)|same time as|"
    r"around (?:the time of )?)"
)
_AFTER = r"(?:ever since|since|after|following|post|triggered by|brought on by|due to|because of)"
_TIE = re.compile(
    rf"(?:\b(?P<length>{LENGTH})\s+(?=after|before))?"
    rf"\b(?:(?P<near>{_NEAR})|(?P<after>{_AFTER})|(?P<before>before))\s",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"^\s*(?P<head>cc|c/o|chief(?: complaint)?|main(?: complaint| problem)?|pc|traits?|"
    r"personality|meds?|medication|medicines?|drugs|rx|notes?|nb|sh|fh|pmh|psh|work|job|childhood|"
    r"tx|function(?:ing)?|stressors?|symptoms?|homework|hw|goals?|plan)\s*:\s*|^\s*c/o\s+",
    re.IGNORECASE,
)
_CHILDREN = re.compile(
    r"^\W*(?:(?:\w+ )?(?:children|kids|sons|daughters)|\d sons?|\d daughters?)\W*$", re.IGNORECASE
)
_NO = re.compile(r"^\s*(?:no|not|nil|normal|without|never|neg|negative|nad|but)\b", re.IGNORECASE)
_STOPPED_IT = re.compile(r"^\W*(?:stopped|off it|came off|weaned)\b(?! \w+ing\b)", re.IGNORECASE)
_MOST_JOINTS = 40  # of one clause: a pasted page is one thing said, and is read in bounded time
_MOST_TIES = 12
_APART = {"treatment", "medicine", "functioning", "trait"}
_RANK = ("diagnosis", "medicine", "event", "treatment", "functioning", "trait", "symptom")
_HEADS = {"trait": {"trait", "traits", "personality"}, "chief": {"cc", "c/o", "pc"},
          "medicine": {"med", "meds", "medication", "medicine", "medicines", "rx"},
          "note": {"note", "notes", "nb", "homework", "hw", "goal", "goals", "plan"}}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """One part of a line.

    Attributes:
        words: as typed; group: number of the semicolon part; tie: what led it, if anything.
        head: "trait", "chief", "medicine" or "note" where the line was headed so.
        dated: its dates; found: phrases in what is left; meaning: what it is.
        listed: whether "and" joined it to the one before.
    """

    words: str
    group: int
    tie: str
    head: str
    dated: Dated
    found: tuple[Found, ...]
    meaning: Meaning | None
    listed: bool = False

    @property
    def is_children(self) -> bool:
        """Children named with a number and nothing else: born, or raised?"""
        return bool(_CHILDREN.match(self.dated.rest))


class Parts:
    """Parts lines with one lexicon in one life."""

    def __init__(self, lexicon: Lexicon, life: Life, known: Known) -> None:
        self._lexicon = lexicon
        self._life = life
        self._known = known

    def of(self, text: str) -> list[Said]:
        """The parts of a line, in order."""
        found: list[Said] = []
        wholes = [one for one in re.split(r"[;\n]", text) if one.strip()]
        for group, whole in enumerate(wholes):
            head = _head(whole)
            if head == "note" or _is_quoted(whole):
                found.append(self._read(whole, group, head))
                continue
            for at, clause in enumerate(self._tied(whole)):
                found += self._listed(clause, group, head if at == 0 or head == "trait" else "")
        return found

    def _read(self, words: str, group: int, head: str, *, listed: bool = False) -> Said:
        plain = _HEAD.sub("", words)
        tie, lead = _tie(plain)
        dated = find_dates(plain, life=self._life, known=self._known, lead=lead)
        found = self._lexicon.find(dated.rest) or self._lexicon.find(plain)
        meaning = main_meaning(found)
        if head == "trait":
            meaning = Meaning("trait")
        elif head == "medicine" and (meaning is None or meaning.table != "medicine"):
            meaning = Meaning("medicine", "other")
        return Said(words, group, tie, head, dated, found, meaning, listed)

    def _tied(self, whole: str, most: int = _MOST_TIES) -> list[str]:
        """Parted before "while", "since" and their like where both sides say something."""
        named = list(self._known.named(whole.lower()))
        for match in islice(_TIE.finditer(whole), most):
            if any(one.low <= match.start() < one.high for one in named):
                continue
            left, right = whole[: match.start()], whole[match.start() :]
            mine, theirs = self._main(left), self._main(right)
            if mine is None or theirs is None:
                continue
            if mine.table == theirs.table == "event" and "since" in match[0].lower():
                continue
            if theirs.table == "event" or (theirs.value == "operation" and mine.table != "event"):
                return [left, *self._tied_on(right, match.end() - match.start(), most - 1)]
        return [whole]

    def _tied_on(self, right: str, lead: int, most: int) -> list[str]:
        first, *more = self._tied(right[lead:], most)
        return [right[:lead] + first, *more]

    def _main(self, words: str) -> Meaning | None:
        return main_meaning(self._lexicon.find(words))

    def _listed(self, clause: str, group: int, head: str) -> list[Said]:
        """Parted at commas and "and" where a further thing of its own begins."""
        pieces = re.split(r"(,(?!\d)|\s\(|\s(?:and|&|\+)\s)", clause, maxsplit=_MOST_JOINTS)
        found = [self._read(pieces[0], group, head)]
        for sign, piece in zip(pieces[1::2], pieces[2::2], strict=True):
            joint = sign.strip()
            comma = joint in {",", "("}
            further = self._read(piece, group, "" if head == "chief" else head, listed=not comma)
            if self._is_apart(found[-1], further, comma=comma):
                lead = "" if comma else sign
                found.append(replace(further, words=f"{lead}{further.words}"))
            else:
                whole = f"{found[-1].words}{sign}{piece}"
                found[-1] = self._read(whole, group, found[-1].head, listed=found[-1].listed)
        return found

    def _is_apart(self, before: Said, further: Said, *, comma: bool) -> bool:
        mine, theirs = before.meaning, further.meaning
        if further.is_children and comma:
            return mine is not None or before.is_children
        if mine is None or theirs is None or before.head == "note":
            return False
        if mine.table == "medicine" and _STOPPED_IT.match(further.dated.rest):
            return False
        negated = _NO.match(further.dated.rest)
        if negated and not any(one.low < negated.end() for one in further.found):
            return False
        if mine.value == "diagnosis" and theirs.table == "symptom":
            return bool(comma and further.dated.start)
        if theirs.value == "diagnosis" and mine.table == "symptom":
            return False
        return _differ(before, further, mine, theirs, comma=comma)


def _differ(before: Said, further: Said, mine: Meaning, theirs: Meaning, *, comma: bool) -> bool:
    if mine.table != theirs.table:
        return comma or {mine.table, theirs.table} <= {"symptom", "event"}
    if theirs.table in _APART:
        return comma or before.head == "trait" or theirs.table != "functioning"
    has_dates = bool(before.dated.start and further.dated.start)
    return has_dates if theirs.table == "symptom" else has_dates or mine != theirs


def main_meaning(found: tuple[Found, ...]) -> Meaning | None:
    """What words are, by the table that decides: a diagnosis wins over the symptom it names."""
    if not found:
        return None
    return main_phrase(found).meaning


def main_phrase(found: tuple[Found, ...]) -> Found:
    """The phrase that decides; the longest of several of one kind."""
    return min(found, key=lambda one: (_rank(one.meaning), one.low - one.high))


def _rank(meaning: Meaning) -> int:
    return _RANK.index("diagnosis" if meaning.value == "diagnosis" else meaning.table)


def _head(words: str) -> str:
    found = _HEAD.match(words)
    if found is None:
        return ""
    name = (found["head"] or "").lower()
    if name.startswith(("chief", "main")):
        return "chief"
    return next((head for head, names in _HEADS.items() if name in names), "")


def without_head(words: str) -> str:
    """The words without "cc:" and without "while" or "after" at their beginning."""
    plain = _HEAD.sub("", words).strip(" ,")
    plain = re.sub(r"^(?:and|&|\+)\s+", "", plain, flags=re.IGNORECASE)
    found = _TIE.match(plain)
    return plain[found.end() :] if found else plain


def _tie(words: str) -> tuple[str, int]:
    """What leads a part, if anything, and how many letters that takes."""
    found = _TIE.match(words, len(words) - len(words.lstrip()))
    if found is None:
        return "", 0
    ways = (NEAR, AFTER, BEFORE)
    return next(name for name in ways if found[name]), found.end()


def _is_quoted(words: str) -> bool:
    return bool(re.match(r"^\s*[\"“'].*[\"”'][\s.]*$", words))
