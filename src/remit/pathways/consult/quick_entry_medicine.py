"""A medicine as typed: its generic name, and its daily amount only where that is certain.

An amount opens sums of opioids (CLINICAL D.6), so a guess is worse than none: taken when
needed, not every day, up to a most, two different doses, or tablets whose strength was not
said leave it out.
"""

from __future__ import annotations

import re

from remit.domain.medicine import FACTORS, MCG_PER_HOUR
from remit.pathways.consult.quick_entry_parts import Said

LEAST_WITHOUT_UNIT = 5  # "2 qds" are tablets, "150 bd" are milligrams
STOPPED = re.compile(
    r"\b(?:stopped|discontinued|came off|come off|weaned off|tapered off|taken off|ceased)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?:(?P<tablets>\d) ?(?:x|×|tabs? of) ?)?(?P<number>\d+(?:\.\d+)?) ?"
    r"(?P<unit>mg|mcg|µg|g)?\b(?:/(?:h|hr|hour)\b)?(?: ?(?:patch|tabs?|tablets?|mr|sr|xl))?"
    r"(?:,? ?(?P<times>od|daily|nocte|on|mane|bd|bid|tds|tid|qds|qid|\d ?(?:x|×|times) ?"
    r"(?:/ ?|a |per )?(?:d|day|daily)|[x×] ?\d ?(?:/ ?|a |per )?(?:d|day|daily)?|"
    r"(?:once|twice|three times|four times)(?: a day| daily)?))?(?!\w)",
    re.IGNORECASE,
)
_TIMES = {"bd": 2, "bid": 2, "twice": 2, "tds": 3, "tid": 3, "three": 3, "qds": 4, "qid": 4,
          "four": 4}  # fmt: skip
_STRENGTHS = re.compile(r"\b\d+(?:\.\d+)?/\d+(?:\.\d+)?(?: ?mg)?\b")  # "30/500" of two things
_NOT_DAILY = re.compile(
    r"\b(?:prn|up to|max\w*|as needed|when needed|if needed|sos|weekly|monthly|fortnightly|"
    r"alternate days|every other day|(?:a|per|each|every) (?:week|month|\d)|1/7|some days|"
    r"occasional\w*)\b|/week",
    re.IGNORECASE,
)
_PATCH = re.compile(r"\bpatch|(?:mcg|µg)/ ?h", re.IGNORECASE)
_UNNAMED = {"medicine", "medication", "tablets", "meds"}


def medicine(said: Said, label: str) -> dict[str, object]:
    """The keys of a medicine: drug, amount a day, whether it is an opioid."""
    named = [one for one in said.found if one.meaning.table == "medicine"]
    row: dict[str, object] = {"drug": _drug(said, label)}
    amount = None if "+" in str(row["drug"]) else daily(said.dated.rest)
    if amount is not None:
        row["amount"] = amount
    if any(one.meaning.value == "opioid" for one in named):
        row["opioid"] = True
    return row


def _drug(said: Said, label: str) -> str:
    named = [one.generic or one.words for one in said.found if one.meaning.table == "medicine"]
    if not named:
        return _AMOUNT.sub("", label).partition(",")[0].strip().lower() or label
    if set(named) <= _UNNAMED:
        return "not named"
    if _PATCH.search(said.words):
        named = [_patch(name) for name in named]
    return " + ".join(dict.fromkeys(name for name in named if name not in _UNNAMED))


def _patch(name: str) -> str:
    """The name under which the table of equivalents counts a patch."""
    transdermal = f"{name} transdermal"
    return transdermal if FACTORS.get(transdermal, (0, ""))[1] == MCG_PER_HOUR else name


def daily(words: str) -> float | None:
    """The daily total in mg, a patch in mcg an hour; None where the words leave it open."""
    if _NOT_DAILY.search(words) and not _PATCH.search(words):
        return None
    is_patch = _PATCH.search(words) is not None
    found = [
        _one(match, is_patch=is_patch) for match in _AMOUNT.finditer(_STRENGTHS.sub(" ", words))
    ]
    amounts = {one for one in found if one is not None}
    return amounts.pop() if len(amounts) == 1 else None


def _one(found: re.Match[str], *, is_patch: bool) -> float | None:
    times, unit = (found["times"] or "").lower(), (found["unit"] or "").lower()
    number = float(found["number"])
    if not unit and (not times or number < LEAST_WITHOUT_UNIT):
        return None
    digits = re.search(r"\d", times)
    factor = int(digits[0]) if digits else _TIMES.get(times.split(" ")[0], 1)
    amount = number * factor * int(found["tablets"] or 1)
    if is_patch:
        return number
    if unit in {"mcg", "µg"}:
        return amount / 1000
    return amount * 1000 if unit == "g" else amount
