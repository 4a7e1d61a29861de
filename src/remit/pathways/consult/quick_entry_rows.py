"""A part of a line as a row of a case file, by the table that it belongs to."""

from __future__ import annotations

import re

from remit.domain.lexicon import Meaning
from remit.domain.phrases import NUMBERS
from remit.domain.quick_entry import NOTES, Proposal
from remit.domain.taxonomy import TAXONOMY
from remit.pathways.consult.quick_entry_medicine import STOPPED, medicine
from remit.pathways.consult.quick_entry_parts import Said, without_head

KINDS = {"symptom": "Symptom", "treatment": "Medical", "medicine": "Medicine",
         "functioning": "Function", "trait": "Trait", NOTES: "Note"}  # fmt: skip
LONGEST_LABEL = 200
_SOFT = re.compile(
    r"\b(?:gradual(?:ly)?(?: onset)?|(?:slow|insidious)(?:ly)?(?: onset)?|sudden(?:ly)?(?: onset)?|"
    r"still(?: has| have| got)?|ongoing|(?:was |is )?(?:completely )?resolved|all gone|"
    r"(?:(?:never|not) )?(?:quite )?gone|"
    r"back again|came back|come back|recurred|recurrence of|again|constant since|h/o|hx of|"
    r"history of|c/o|complains of|onset|(?:started|began|starting)(?: in| at| after)?|settled|"
    r"(?:not|never)(?=\W*$)|(?:ever )?since(?: then)?(?=\W*$)|after that(?=\W*$))\b|"
    r"^\s*(?:has(?! to\b)|had(?! to\b)|got|gets|of|seen)\b",
    re.IGNORECASE,
)
_WHO = (
    ("partner", r"husband|husb|hubby|wife|partner|spouse|fianc[eé]e?|boyfriend|girlfriend|ex"),
    ("child", r"son|daughter|child|kid|baby|grandson|granddaughter|children|kids"),
    ("parent", r"mother|mum|mom|mo|m|father|dad|fa|f|parents?"),
    ("sibling", r"brother|sister|sib|bro|sis|twin"),
    ("friend", r"friend|neighbou?r|colleague"),
    ("other", r"grand(?:mother|father|ma|pa)|gran|nan|aunt|uncle|cousin|niece|nephew"),
)
_WHO_WORDS = tuple(
    (who, re.compile(rf"\b(?:{words})(?:'s|’s)?\b", re.IGNORECASE)) for who, words in _WHO
)
_OWN = ("FAM", "REL", "SUB", "OTH")  # what others did or were there, this person lived through
_ALWAYS = {"LOS01": "parent", "LOS02": "partner"}
_OF_OTHERS = re.compile(
    r"^(?:(?:her|his|my|their)\s+)?\w+['’]s\s+(?:divorce|separation|wedding)", re.IGNORECASE
)
_CHILD = ("CHI02", "CHI03", "CHI04", "CHI05", "CHI06", "CHI07", "CHI08", "CHI09")
_CANNOT = re.compile(
    r"\b(?:cannot|can['’]?t|unable|stopped|gave up|given up|no longer|not able|never|off work|"
    r"on sick|signed off|lost|quit|couldn['’]?t|disabled|avoids?)\b",
    re.IGNORECASE,
)
_CAN = re.compile(
    r"\b(?:works? (?:as|at|in|full|part)|worked (?:as|at|in)|able to|can|still (?:works|does)|"
    r"back to|keeps up|manages)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    rf"\b(?P<n>\d{{1,2}}|{'|'.join(word for word in NUMBERS if word.isalpha() and len(word) > 2)})"
    r" ?(?:x|×|times|sessions|courses?|rheum\w*|neuro\w*|ortho\w*|doctors?|consultants?|special\w*|"
    r"surgeons?|mris?|scans?|operations?|surger\w*|injections?|visits?|pain clinics?|gps?|"
    r"chiro\w*|physio\w*|opinions?|epidurals?|epsidural\w*)\b|\b[x×] ?(?P<x>\d{1,2})\b",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"\b(?:no (?:lasting )?(?:benefit|help|relief|use|good|effect|change)|did(?:n['’]t| not) help|"
    r"ineffective|helped[^,;]*|normal|nad|negative|clear|made (?:it )?worse|worse after|"
    r"some (?:benefit|relief))\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:awaiting|waiting for|planned|booked|scheduled|due for)\b", re.IGNORECASE
)
_CANCELLED = re.compile(r"\b(?:cancelled|canceled|declined|refused)\b", re.IGNORECASE)
_SEVERITY = re.compile(r"\b(mild|moderate|severe)\b", re.IGNORECASE)
_NOT_FOR_PAIN = re.compile(r"\b(?:not for pain|unrelated|routine)\b", re.IGNORECASE)


def proposal(meaning: Meaning, said: Said) -> Proposal:
    """What would be kept of a part, read as `meaning`."""
    label = label_of(said)
    if meaning.table == "trait":
        return Proposal(table="trait", row={"label": label}, kind="Trait", label=label)
    moment = _is_moment(meaning)
    row: dict[str, object] = {
        "label": label,
        "source": "participant",
        **said.dated.row(moment=moment),
    }
    if said.dated.turns and meaning.table != "symptom":  # only a symptom has a course
        row = {"start": said.dated.turns[0].when, **row}
    row |= _FURTHER[meaning.table](meaning, said)
    if said.dated.spare:  # a third date has no place of its own in the row
        row.setdefault("detail", said.words.strip())
    if meaning.table == "medicine" and STOPPED.search(said.words):
        row = _stopped(row)
    if "end" in row:
        row.pop("ongoing", None)
    kind = _event_kind(meaning.value) if meaning.table == "event" else KINDS[meaning.table]
    dates = said.dated.words
    return Proposal(table=meaning.table, row=row, kind=kind, label=label, dates=dates)


def _stopped(row: dict[str, object]) -> dict[str, object]:
    """ "Stopped gabapentin 2019": its one date is the end."""
    if "end" in row:
        return row
    if "start" not in row:
        return row | {"end": "before now"}
    return {("end" if name == "start" else name): value for name, value in row.items()}


def note(words: str) -> Proposal:
    """Words that stay words."""
    plain = words.strip()
    return Proposal(table=NOTES, row={"text": plain}, kind="Note", label=plain)


def score(said: Said, value: float) -> Proposal:
    """A rating of pain, 0 to 10."""
    row: dict[str, object] = {"instrument": "nrs_avg", "value": value, "detail": said.words.strip()}
    row["start"] = said.dated.start or "now"
    words = f"average pain {value:g} of 10"
    return Proposal(table="score", row=row, kind="Rating", label=words, dates=said.dated.words)


def label_of(said: Said) -> str:
    """The person's own words without dates and marks, never cut inside a word."""
    plain = without_head(said.dated.rest)
    soft = _SOFT.sub(" ", plain)
    for words in (soft, plain, said.words):
        tidy = re.sub(r"\s+([,.])", r"\1", re.sub(r"\s+", " ", words))
        tidy = re.sub(r",(?:\s*,)+", ",", tidy).strip(" ,.:;-–~/")
        if tidy.count("(") != tidy.count(")"):
            tidy = re.sub(r"\s*[()]", "", tidy)
        tidy = re.sub(r"^(?:and|with|for) |(?: and| with| for| at| the| in)$", "", tidy).strip(" ,")
        if re.search(r"\w", tidy):
            return _short(tidy[:1].upper() + tidy[1:])
    return said.words.strip() or "?"


def _short(words: str) -> str:
    if len(words) <= LONGEST_LABEL:
        return words
    whole = words[:LONGEST_LABEL].rsplit(" ", 1)[0]
    return whole or words


def _event_kind(code: str) -> str:
    found = TAXONOMY[code]
    return "Support" if found.support else "Stressor" if found.counts else "Life event"


def _is_moment(meaning: Meaning) -> bool:
    if meaning.table == "event":
        return not TAXONOMY[meaning.value].lasting
    return meaning.value in {"operation", "investigation", "diagnosis"}


def _event(meaning: Meaning, said: Said) -> dict[str, object]:
    row: dict[str, object] = {"code": meaning.value}
    who = _who(meaning.value, said.dated.rest)
    if who:
        row["who"] = who
    is_lasting = meaning.value.startswith("FAM") and TAXONOMY[meaning.value].lasting
    if is_lasting and said.dated.start in {"", "childhood"} and not said.dated.end:
        row |= {"start": "childhood", "end": "childhood"}
    return row


def relative(words: str) -> str:
    """Who of the people around a person is named first; empty where nobody is."""
    found = [(match.start(), who) for who, one in _WHO_WORDS if (match := one.search(words))]
    return min(found)[1] if found else ""


def _who(code: str, words: str) -> str:
    """Whom it happened to; empty for the person."""
    if code in _ALWAYS:
        return _ALWAYS[code]
    if code in _CHILD:
        return "child"
    if code.startswith(_OWN) and not _OF_OTHERS.match(without_head(words)):
        return ""
    if code in {"CHI01", "CHI10", "HLT07", "LOS04", "WRK08"}:
        return ""
    if code in {"HLT06", "LOS03"}:
        return relative(words)
    at_head = re.match(r"^\W*(?:(?:her|his|my|their)\s+)?(?:[\w'’]+\s+)?", without_head(words))
    head = without_head(words)[: at_head.end() if at_head else 0]
    return relative(head)


def _symptom(_meaning: Meaning, said: Said) -> dict[str, object]:
    row: dict[str, object] = {}
    words = said.words.lower()
    if re.search(r"\b(?:gradual|slow(?:ly)?|insidious|crept)", words):
        row["onset"] = "gradual"
    elif re.search(r"\b(?:sudden|acute onset|overnight|out of the blue)", words):
        row["onset"] = "sudden"
    if re.search(r"\bflare[sd]?(?:[- ]?up)?\b", words):
        row["flare"] = True
    if said.head == "chief":
        row["chief"] = True
    if said.dated.turns:
        row["course"] = [{"when": one.when, "change": one.change} for one in said.dated.turns]
    severity = _SEVERITY.search(words)
    return row | ({"severity": severity[1]} if severity else {})


def _treatment(meaning: Meaning, said: Said) -> dict[str, object]:
    row: dict[str, object] = {"kind": meaning.value}
    words = said.dated.rest
    count = _COUNT.search(words)
    if count:
        number = NUMBERS.get((count["n"] or "").lower()) or int(count["n"] or count["x"])
        row["count"] = int(number)
    result = _RESULT.search(words)
    if result:
        row["result"] = result[0].strip()
    if _CANCELLED.search(words):
        row["status"] = "cancelled by the participant"
    elif _PLANNED.search(words):
        row["status"] = "planned"
    return row | ({"for_pain": False} if _NOT_FOR_PAIN.search(words) else {})


def _functioning(meaning: Meaning, said: Said) -> dict[str, object]:
    row: dict[str, object] = {"kind": meaning.value}
    if _CANNOT.search(said.words):
        row["able"] = "no"
    elif _CAN.search(said.words):
        row["able"] = "yes"
    return row


_FURTHER = {
    "event": _event,
    "symptom": _symptom,
    "treatment": _treatment,
    "medicine": lambda _, said: medicine(said, label_of(said)),
    "functioning": _functioning,
}
