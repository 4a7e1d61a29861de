"""Dates that parts of a line lend each other: the same time, after, since an accident."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from remit.domain.quick_entry import Chip, Choice, Proposal
from remit.pathways.consult.quick_entry_dates import Dated
from remit.pathways.consult.quick_entry_shorthand import LENGTH, spelled

_LENDS = {"event", "symptom", "treatment", "medicine", "functioning"}
_SINCE_THEN = re.compile(
    r"\b(?:(?:ever )?since(?: then)?|from then on|after that)[,\s]*(?:still|ongoing)?[.\s]*$",
    re.IGNORECASE,
)
_BARE_LENGTH = re.compile(
    r"(?<!x )(?<!for )(?<!last )\b\d{1,2}(?:/(?:7|12|52)| ?(?:wks?|weeks|months|mths|days))\s*$",
    re.IGNORECASE,
)
_ACCIDENT = {"HLT03", "HLT04"}
_STARTS = ("start", "same_time", "end")


@dataclass(frozen=True, slots=True)
class Placing:
    """What led a part of a line, its dates, its words, and which semicolon part it belongs to."""

    tie: str
    dated: Dated
    words: str
    group: int


def timed(chips: list[Chip], placings: list[Placing], *, is_childhood: bool) -> list[Chip]:
    """The chips with the dates that their line gives them."""
    tied = _tied(chips, placings)
    for at in range(1, len(tied)):
        if placings[at].group == placings[at - 1].group:
            tied[at] = _lasted(tied[at - 1], tied[at], placings[at])
        tied[at] = _followed(tied[at - 1], tied[at], placings[at].words)
    placed = [_same_time(place, tied) for place in range(len(tied))]
    young = {"start": "childhood"}
    dated = [
        _with(one, young, undated_only=True) if is_childhood or _is_young(one) else one
        for one in placed
    ]
    return [_shown(one, dated) for one in dated]


def _is_young(chip: Chip) -> bool:
    """What can only have happened to a child."""
    return chip.proposal is not None and str(chip.proposal.row.get("code", "")).startswith("FAM")


def _same_time(place: int, chips: list[Chip]) -> Chip:
    """A part without a date was told with the nearest one before it that has a date, or after."""
    dated = [at for at, one in enumerate(chips) if at != place and _has_start(one)]
    before = [at for at in dated if at < place]
    if not dated or _table(chips[place]) == "functioning":
        return chips[place]
    lender = before[-1] if before else dated[0]
    lent = {"same_time": [f"@chip{lender}"]}
    return _with(chips[place], lent, undated_only=True)


def _shown(chip: Chip, chips: list[Chip]) -> Chip:
    """The chip saying at whose time it stands, where that is all that dates it."""
    one = chip.proposal
    if one is None or one.dates or {"same_time"} != {*_STARTS} & {*one.row}:
        return chip
    said = str(one.row["same_time"])
    lender = next((each for each in chips if f"'@chip{each.place}'" in said), None)
    if lender is None or lender.proposal is None:
        return chip
    words = f"about the time of {lender.proposal.label}"
    return replace(chip, proposal=replace(one, dates=words))


def _tied(chips: list[Chip], placings: list[Placing]) -> list[Chip]:
    """ "after" and "while" between two neighbours of one part, and what follows for their dates."""
    found = list(chips)
    for at in range(1, len(found)):
        one, other = placings[at - 1], placings[at]
        tie, led, follows = other.tie, at, at - 1
        if not tie:
            tie, led, follows = one.tie, at - 1, at
        if not tie or one.group != other.group:
            continue
        lead, later = found[led], found[follows]
        lent = _lent(tie, lead, placings[led].words)
        if _is_accident(lead) and tie == "after" and _table(later) == "symptom":
            later = _with(later, {"after_injury": f"@chip{lead.place}"})
        found[follows] = _with(later, lent, undated_only=True)
        if tie == "after" and re.match(r"\s*(?:ever )?since\b", placings[led].words, re.IGNORECASE):
            found[follows] = _ongoing(found[follows])
        if placings[led].dated.ongoing and "ongoing" not in _row(lead):  # of the accident? no
            found[follows] = _ongoing(found[follows])
        if tie == "near" and _has_start(later):
            found[led] = _with(lead, {"same_time": [f"@chip{later.place}"]}, undated_only=True)
    return found


def _lasted(before: Chip, chip: Chip, placing: Placing) -> Chip:
    """ "1998 slipped disc, off work 6/52": a length beside a date lasted so long, at that time."""
    start = before.proposal.row.get("start") if before.proposal else None
    if chip.proposal is None or not _BARE_LENGTH.search(placing.words):
        return chip
    if not isinstance(start, str) or start.endswith(" ago") or not placing.dated.ongoing:
        return chip
    kept = {k: v for k, v in chip.proposal.row.items() if k not in {"start", "ongoing"}}
    row = {**kept, "same_time": [f"@chip{before.place}"], "detail": placing.words.strip()}
    return replace(chip, proposal=replace(chip.proposal, row=row, dates=""))


def _followed(before: Chip, chip: Chip, words: str) -> Chip:
    """ "Fell 2012; coccyx pain since": a part that ends in "since" goes on from the one before."""
    if before.proposal is None or not _SINCE_THEN.search(words) or _has_start(chip):
        return chip
    row, point = before.proposal.row, f"@chip{before.place}"
    start = row.get("start")
    if _is_accident(before) and _table(chip) == "symptom":
        lent: dict[str, object] = {"after_injury": point, "not_before": [point]}
        lent |= {"start": start} if isinstance(start, str) else {"start": f"after {point}"}
    else:
        lent = {"start": f"at the time of {point}.end" if "end" in row else f"after {point}"}
    return _with(chip, lent | {"ongoing": True}, undated_only=True)


def _lent(tie: str, lead: Chip, words: str) -> dict[str, object]:
    """What the date of the leading part says of the part that it leads."""
    length = re.match(rf"\s*({LENGTH})\s+(?:after|before)\b", words, re.IGNORECASE)
    if length and tie in {"after", "before"}:
        return {"start": f"{spelled(length[1].lower())} {tie} @chip{lead.place}"}
    if tie == "near":
        return {"same_time": [f"@chip{lead.place}"]}
    if tie == "before":
        return {"start": f"before @chip{lead.place}"}
    start = lead.proposal.row.get("start") if lead.proposal else None
    if _is_accident(lead) and isinstance(start, str) and re.match(r"\s*(?:ever )?since\b", words):
        return {"start": start, "not_before": [f"@chip{lead.place}"]}
    return {"start": f"after @chip{lead.place}"}


def _with(chip: Chip, further: Mapping[str, object], *, undated_only: bool = False) -> Chip:
    """The chip with further keys in its row and in those of its answers."""

    def widened(one: Proposal) -> Proposal:
        has_date = any(key in one.row for key in _STARTS)
        if one.table not in _LENDS or (undated_only and has_date):
            return one
        return replace(one, row={**one.row, **further})

    if chip.proposal is not None:
        return replace(chip, proposal=widened(chip.proposal))
    answers = tuple(
        Choice(number=one.number, words=one.words, proposal=widened(one.proposal))
        for one in chip.choices
    )
    return replace(chip, choices=answers)


def _ongoing(chip: Chip) -> Chip:
    if chip.proposal is None or "end" in chip.proposal.row or _table(chip) != "symptom":
        return chip
    return _with(chip, {"ongoing": True})


def _row(chip: Chip) -> Mapping[str, object]:
    return chip.proposal.row if chip.proposal else {}


def _table(chip: Chip) -> str:
    return chip.proposal.table if chip.proposal else ""


def _is_accident(chip: Chip) -> bool:
    return chip.proposal is not None and chip.proposal.row.get("code") in _ACCIDENT


def _has_start(chip: Chip) -> bool:
    if chip.proposal is None or _table(chip) not in _LENDS:
        return False
    row = chip.proposal.row
    whole_childhood = row.get("start") == row.get("end") == "childhood"
    return "start" in row and not whole_childhood
