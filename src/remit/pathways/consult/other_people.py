"""Other people in a text: relations and names, marked so that the writer asks "needed?".

It only marks, and marks too much rather than too little. A name is a capitalised word inside a
sentence that is no known word of the calendar or of the letter. At the start of a sentence a word
is marked where it is a name elsewhere, where somebody does or owns something ("Ann said", "Ann's"),
or where a second name follows; a word all in capitals where it is no known short name of a thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_RELATIONS = (
    "mother father mum mom dad stepmother stepfather parents parent husband wife spouse partner "
    "boyfriend girlfriend fiance fiancee son daughter child children stepson stepdaughter brother "
    "sister siblings sibling twin grandmother grandfather grandparents grandson granddaughter "
    "grandchildren uncle aunt cousin nephew niece in-laws mother-in-law father-in-law "
    "brother-in-law sister-in-law ex-husband ex-wife ex-partner friend neighbour neighbor boss "
    "manager colleague colleagues teacher"
)
_KNOWN = (
    "I January February March April May June July August September October November December "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Christmas Easter "
    "Remit Dear Dr English German French"
)
# Short names of things; any other word in capitals may be somebody's name.
_ABBREVIATIONS = (
    "MRI CT GP TENS ECG EEG EMG NHS UK US USA EU ER ED ICU ENT IV IM BP BMI HIV CBT ACT EMDR "
    "PRT EAET NSAID NSAIDS SSRI PTSD ADHD OCD IBS CFS ME MS TMS CRPS RSI TMJ PMS IVF DNA PT OT "
    "HR TV CV PC ID OK AM PM AD BC II III VI VII VIII IX XI XII A B C D E F I L S T X TIA COPD "
    "UTI GI GERD RA OA SLE DVT ACE PHQ GAD PSFS NRS VAS ASAP FAQ PDF SMS MG ML HRT PCS WPI SSS"
)
# Words that open a sentence without being a name, though a verb or a possessive follows.
_OPENERS = (
    "the a an this that these those it its he she they we you one who what which where when why "
    "how there here his her their our your my mine someone somebody anyone anybody everyone "
    "everybody nobody nothing everything something both each all some many most none neither "
    "either another other others and but or so if then than because since until while after "
    "before during once now today yesterday tomorrow later earlier soon never always often "
    "sometimes still again yes no not pain back neck head headache headaches symptoms symptom "
    "work sleep stress anger fear grief surgery treatment therapy physiotherapy massage "
    "exercise walking sitting standing lying lifting bending rest heat cold weather food "
    "morning evening night day week month year life doctors doctor surgeon nurse physician "
    "participant person patient clinician reason history examination medicines medicine plan "
    "date open screening clearance scan scans test tests result results strength sensation "
    "reflexes gait morphine paracetamol ibuprofen as in on at by for from with without about of "
    "to up out over under between near only also even just perhaps maybe average daily planned "
    "first second last next things people women men family money home school church job divorce "
    "marriage pregnancy childhood opioid opioids"
)
_DOES = (
    r"(?:said|says|say|told|tells|asked|asks|thinks|thought|wants|wanted|knows|knew|called|calls|"
    r"came|comes|went|goes|left|leaves|died|dies|lives|lived|moved|moves|works|worked|hit|hits|beat|"
    r"beats|drank|drinks|shouted|shouts|helped|helps|was|is|has|had|does|did|will|would|gave|gives|"
    r"took|takes|made|makes|saw|sees|met|meets|married|stayed|stays|cried|cries|hurt|hurts|used|"
    r"feels|felt|wrote|writes|also|never|always|still|cannot|can|could|kept|keeps|lost|"
    r"loves|loved|hates|hated|visited|visits|supports|supported|looks|looked|started|began|brought|"
    r"threatened|abused|raped|touched|fell|got|found|refused|remembers|believes|reports|reported)\b"
)
_TITLES = r"(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.?[ ]+"
_RELATION = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, _RELATIONS.split()), key=len, reverse=True))})"
    r"(?:'s|’s)?\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    rf"\b(?:{_TITLES})?[A-Z\u00c0-\u00de][\w’'-]+(?:[ ]+[A-Z\u00c0-\u00de][\w’'-]+)*"
)
_AFTER_OPENING = re.compile(rf"(?:['’]s\b|,? (?:{_DOES}|who\b|and [A-Z]))")
_THING = re.compile(r"(?:tion|ness|ment|aches?|ing)$")
_SHOUTED = re.compile(r"\b[A-Z\u00c0-\u00de]{2,}(?:-[A-Z\u00c0-\u00de]{2,})*(?:['’][sS])?\b")
_STARTS = re.compile(r"(?:^|[.!?:;]\s+|\n\s*|[\"“‘(]\s*)$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text that may speak of somebody else."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; `other` where it may speak of somebody else."""

    words: str
    other: bool


def other_people(text: str, known: Iterable[str] = ()) -> tuple[Mention, ...]:
    """Every mention in order.

    Args:
        text: plain text.
        known: names that belong there: the participant's, the recipient's, the signer's.
    """
    spared = {word.casefold() for name in (*known, _KNOWN) for word in re.findall(r"\w+", name)}
    found = [Mention(*hit.span(), hit[0]) for hit in _RELATION.finditer(text)]
    found += _names(text, spared)
    return _apart(sorted(found, key=lambda one: (one.start, -one.end)))


def pieces(text: str, known: Iterable[str] = ()) -> tuple[Piece, ...]:
    """The whole text in stretches, for a page that marks the mentions."""
    parts, at = [], 0
    for one in other_people(text, known):
        parts += [Piece(text[at : one.start], other=False), Piece(one.words, other=True)]
        at = one.end
    parts.append(Piece(text[at:], other=False))
    return tuple(part for part in parts if part.words)


def _names(text: str, spared: set[str]) -> list[Mention]:
    hits = list(_NAME.finditer(text))
    inside = {
        word.casefold() for hit in hits if not _opens(text, hit) for word in _words(hit[0], spared)
    }
    found = [_mention(text, hit, _named(text, hit, inside, spared)) for hit in hits]
    return [one for one in found if one is not None] + _shouted(text, spared)


def _opens(text: str, hit: re.Match[str]) -> bool:
    return _STARTS.search(text[: hit.start()]) is not None


def _named(text: str, hit: re.Match[str], inside: set[str], spared: set[str]) -> list[str]:
    """Words of a hit that may be a name; the first of a sentence is capitalised whatever it is."""
    named = _words(hit[0], spared)
    if re.match(_TITLES, hit[0]) or not _opens(text, hit):
        return named
    first = _plain(hit[0].split()[0]).casefold()
    if first in inside:
        return named
    bare = (
        first not in _OPENERS.split()
        and not _THING.search(first)
        and not _RELATION.fullmatch(first)
    )
    acts = _AFTER_OPENING.match(text, hit.end()) or re.search(r"['’]s$", hit[0].split()[0])
    if bare and (acts or len(named) > 1):
        return named
    return [one for one in named if _plain(one).casefold() != first]


def _mention(text: str, hit: re.Match[str], named: list[str]) -> Mention | None:
    if not named:
        return None
    start = text.index(named[0], hit.start())
    return Mention(start, hit.end(), text[start : hit.end()])


def _shouted(text: str, spared: set[str]) -> list[Mention]:
    """Words all in capitals that are no known short name of a thing."""
    return [
        Mention(*hit.span(), hit[0])
        for hit in _SHOUTED.finditer(text)
        if _plain(hit[0]).upper() not in _ABBREVIATIONS.split()
        and _plain(hit[0]).casefold() not in spared.union(_OPENERS.split())
    ]


def _words(name: str, spared: set[str]) -> list[str]:
    """The words of a name that are not spared; known short names of things are none."""
    bare = re.sub(rf"^{_TITLES}", "", name)
    return [
        word
        for word in bare.split()
        if _plain(word).casefold() not in spared and not _plain(word).isupper()
    ]


def _plain(word: str) -> str:
    return re.sub(r"['’][sS]$", "", word)


def _apart(found: list[Mention]) -> tuple[Mention, ...]:
    kept: list[Mention] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)
