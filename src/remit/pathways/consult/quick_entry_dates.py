"""The dates in a part of a line, what each of them says, and the words that are left.

The word before a date says what it dates: "since" goes on, "until" and "resolved" are an end,
"worse since" is a turn in the course.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from remit.domain.phrases import MONTHS
from remit.pathways.consult.quick_entry_known import Known
from remit.pathways.consult.quick_entry_life import Life
from remit.pathways.consult.quick_entry_shorthand import FORMS, Atom, Shorthand


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn in the course of a symptom: better, worse or back."""

    change: str
    when: str


@dataclass(frozen=True, slots=True)
class Dated:
    """Dates of one part of a line as words that Remit understands, and the words left.

    Attributes:
        period: whether start and end were said as one period, such as 84-86.
        same_time: whether the part says that it was at the same time as another.
        turns: when it became better or worse, or came back.
        spare: whether a date was said that is none of these; its words must be kept.
    """

    rest: str
    start: str = ""
    end: str = ""
    ongoing: bool = False
    words: str = ""
    period: bool = False
    same_time: bool = False
    turns: tuple[Turn, ...] = ()
    spare: bool = False

    def row(self, *, moment: bool = False) -> dict[str, object]:
        """The dates as keys of a case file; a moment lies somewhere within its period."""
        if moment and self.period and self.start and self.end:
            return {"start": f"{self.start} to {self.end}"}
        row: dict[str, object] = {}
        if self.start:
            row["start"] = self.start
        if self.end:
            row["end"] = self.end
        elif self.ongoing and not moment:
            row["ongoing"] = True
        return row


_SINCE = re.compile(r"\b(?:ever )?since$")
_UNTIL = re.compile(
    r"\b(?:until|till?|to|resolved|gone|ended|stopped|settled|cleared|ceased|"
    r"remitted)(?: completely)?(?: by| in| at| since)?$"
)
_LEFT_OVER = re.compile(r"\b(?:ever since|since|until|till|in|from|at|by|on|of)\s*$", re.IGNORECASE)
_GOES_ON = re.compile(
    r"\b(?:still|ongoing|since|continu\w+|constant\w*|to now|ever since)\b|- ?now\b"
)
_ENDED = re.compile(
    r"\b(?:gone|resolved|cleared up|went away|settled|subsided|grew out of|"
    r"in remission|no longer present)\b"
)
_NOT_ENDED = re.compile(
    r"(?:\b(?:never|not)|n't)(?: \w+){0,2} (?:gone|resolved|cleared|away|settled)\b"
)
_TURN = re.compile(
    r"\b(?:(?P<worse>(?:much |even )?worse|worsen\w*|deteriorat\w*)|"
    r"(?P<better>(?:much |a bit )?better|improv\w*|eased|easier)|"
    r"(?P<back>back again|came back|is back|returned|recurred|again|(?<=, )back))"
    r"(?: (?:since|in|from|by|after|at))?$"
)
_MONTHS = re.compile(rf"\b(?:{'|'.join((*MONTHS, *(name[:3] for name in MONTHS), 'sept'))})\b")
_SAME = re.compile(
    r"\b(?:at |in )?(?:the )?same (?:time|yr|year|month)\b(?: as)?|\bconcurrent\w*", re.IGNORECASE
)


def find_dates(said: str, *, life: Life, known: Known | None = None, lead: int = 0) -> Dated:
    """The dates of a part; "since" makes it go on, "until" and "resolved" are an end.

    Args:
        said: the words.
        life: where two digits and ages lie.
        known: facts of the record that it may count from.
        lead: letters at its head, such as "since", that speak of another part.
    """
    lower = said.lower().replace("’", "'")
    if len(lower) != len(said):  # a letter whose small form is longer would move every place
        lower = said
    short = Shorthand(life, said)
    atoms = _atoms(lower, short, known)
    roles = _Roles(lower, atoms, short)
    start, end = roles.start, roles.end
    ongoing = bool(_GOES_ON.search(lower, lead)) or any(one.ongoing for one in atoms)
    ongoing = ongoing or bool(_NOT_ENDED.search(lower))
    begin = start.start if start else ""
    over = end.start if end else (start.end if start else "")
    if not over and not ongoing and _ENDED.search(lower):
        over = "before now"
    rest = roles.rest(said)
    same = _SAME.search(rest)
    begin, over = _proper(begin), _proper(over)
    return Dated(
        rest=_SAME.sub(" ", rest),
        start=begin,
        end=over,
        ongoing=ongoing and not over,
        words=life.shown(begin, over),
        period=bool(start and start.end),
        same_time=bool(same),
        turns=tuple(roles.turns),
        spare=roles.spare,
    )


def _atoms(lower: str, short: Shorthand, known: Known | None) -> list[Atom]:
    """Every date of a part, none inside another, in order."""
    named = known.named(lower) if known else ()
    found = [Atom(one.low, one.high, one.start, ongoing=one.goes_on) for one in named]
    for pattern, maker in FORMS:
        for match in pattern.finditer(lower):
            low, high = match.span()
            if any(low < one.high and one.low < high for one in found):
                continue
            start, end, ongoing = maker(match, short)
            if start and short.understood(start) and (not end or short.understood(end)):
                found.append(Atom(low, high, start, end, ongoing))
    return sorted(found, key=lambda one: one.low)


class _Roles:
    """Which date of a part begins it, which ends it, and which are turns of its course."""

    def __init__(self, lower: str, atoms: list[Atom], short: Shorthand) -> None:
        self.start: Atom | None = None
        self.end: Atom | None = None
        self.turns: list[Turn] = []
        self.spare = False
        self._used: list[Atom] = []
        for at, one in enumerate(atoms):
            before = lower[: one.low].rstrip()
            turn = _TURN.search(before)
            if turn and (self.start is not None or not turn["back"]):
                change = next(name for name, words in turn.groupdict().items() if words)
                self.turns.append(Turn(change, _proper(short.lasting(one.start))))
                self._used.append(one)
            elif _UNTIL.search(before):
                self.end = self.end or one
            elif self.start is None:
                self.start = one
            else:
                self.spare = True
            if at < 2 or self.spare or one in {self.start, self.end}:
                self._used.append(one)

    def rest(self, said: str) -> str:
        """The words that are left; a date that was not used stays in them."""
        kept, at = "", 0
        for one in dict.fromkeys(self._used):
            before = _LEFT_OVER.sub("", said[at : one.low])
            kept += _TURN.sub("", before.rstrip()) if self.turns else before
            kept, at = kept + " ", one.high
        return kept + said[at:]


def _proper(words: str) -> str:
    """Months with a capital letter."""
    return _MONTHS.sub(lambda found: found[0].capitalize(), words)
