"""What a formulation must not say: banned phrases, diagnoses, causes, advice, promises, blame.

The lint judges Remit's own words and warns about a clinician's. Words that come from the record
(`quoted`) may name a diagnosis, since somebody else made it; nothing else is excused by that, and
quotation marks that somebody typed excuse nothing.
Sources: CLINICAL F.3, INV-01, INV-04, INV-07, B.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from remit.domain.formulation import Audience
from remit.pathways.consult import lint_claims as claims
from remit.pathways.consult import lint_medical as medical


class FaultKind(StrEnum):
    """What is wrong, in words for the page."""

    BANNED = "never said here"
    REASSURANCE = "false reassurance"
    DIAGNOSIS = "a diagnosis"
    CAUSE = "a cause"
    ADVICE = "advice on a medicine, an operation or another clinician"
    CERTAINTY = "a promise"
    BLAME = "blame"
    SCORE = "a score of hard things in a childhood"
    NUMBER = "a share without “of how many”"
    CHANCE = "chance statistics"
    TONE = "an exclamation mark"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing a text must not say: what it is, and the words."""

    kind: FaultKind
    words: str


_EVERY: tuple[tuple[FaultKind, re.Pattern[str]], ...] = (
    (FaultKind.BANNED, medical.BANNED),
    (FaultKind.CERTAINTY, claims.CERTAINTY),
    (FaultKind.BLAME, claims.BLAME),
    (FaultKind.SCORE, claims.SCORE),
    (FaultKind.NUMBER, claims.MORE_OFTEN),
)
# A person may name their own illness, count and exclaim; what they say of a cause is theirs only
# where they speak of themselves.
_ALLOWED_IN_OWN_WORDS = frozenset(
    {FaultKind.DIAGNOSIS, FaultKind.NUMBER, FaultKind.CHANCE, FaultKind.TONE}
)
_OF_ONESELF = re.compile(r"\b(?:i|my|me|mine|myself)\b", re.IGNORECASE)
_HIDDEN = {ord("'"): "’", ord("‘"): "’", 0x2010: "-", 0x2011: "-", 0xAD: None, 0x200B: None}


def faults(
    text: str, audience: Audience = Audience.PARTICIPANT, quoted: Iterable[str] = ()
) -> tuple[Fault, ...]:
    """What is wrong in a text, each fault once, in the order of the kinds.

    Args:
        text: one sentence or more.
        audience: for whom; chance is never spoken of to a participant.
        quoted: words of the record in it; a diagnosis there is somebody else's. Quotation marks
            alone make no quote of the record.
    """
    flat = _flat(text)
    found = list(_found(flat, _without(flat, quoted), audience))
    return tuple(dict.fromkeys(found))


def faults_in_own_words(text: str, audience: Audience = Audience.PARTICIPANT) -> tuple[Fault, ...]:
    """What is wrong in words that are put into the participant's mouth.

    They may name their own illness, and say what they think it came from, as theirs ("I", "my").
    Advice, reassurance, promises, blame, scores and causes in nobody's voice are marked: the words
    stand in a signed document, whoever said them.

    Args:
        text: what was typed as their words.
        audience: for whom the document is.
    """
    allowed = set(_ALLOWED_IN_OWN_WORDS)
    if _OF_ONESELF.search(text):
        allowed.add(FaultKind.CAUSE)
    return tuple(fault for fault in faults(text, audience) if fault.kind not in allowed)


def is_verdict(text: str) -> bool:
    """Whether words judge a person or a body instead of naming an illness somebody found."""
    return medical.VERDICT.search(_flat(text)) is not None


def _flat(text: str) -> str:
    return " ".join(text.translate(_HIDDEN).split())


def _found(flat: str, own: str, audience: Audience) -> Iterator[Fault]:
    stated = claims.UNKNOWN.sub("", flat)
    for kind, pattern in _EVERY:
        yield from _hits(kind, pattern, flat)
    yield from _hits(FaultKind.ADVICE, medical.ADVICE, stated)
    yield from _hits(FaultKind.REASSURANCE, medical.REASSURANCE, stated)
    yield from _hits(FaultKind.DIAGNOSIS, medical.DIAGNOSIS, own)
    yield from _hits(FaultKind.CAUSE, claims.CAUSE, claims.UNSAID_CAUSE.sub("", stated))
    for sentence in re.split(r"(?<=[.!?]) ", flat):
        if not claims.OF_HOW_MANY.search(sentence):
            yield from _hits(FaultKind.NUMBER, claims.SHARE, sentence)
    if audience is Audience.PARTICIPANT:
        yield from _hits(FaultKind.CHANCE, claims.CHANCE, flat)
        yield from _hits(FaultKind.TONE, claims.TONE, flat)
    else:
        yield from _hits(FaultKind.CHANCE, claims.CHANCE_LEVEL, flat)


def _hits(kind: FaultKind, pattern: re.Pattern[str], text: str) -> Iterator[Fault]:
    for found in pattern.finditer(text):
        yield Fault(kind, found[0].strip())


def _without(text: str, quoted: Iterable[str]) -> str:
    """The text with the record's words blotted out, the longest first."""
    for words in sorted({_flat(one) for one in quoted} - {""}, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", "…", text, flags=re.IGNORECASE)
    return text
