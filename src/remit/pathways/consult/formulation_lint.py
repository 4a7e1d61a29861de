"""What a formulation must not say: banned phrases, diagnoses, causes, advice, promises, blame.

The lint judges Remit's own words and warns about a clinician's. Words that come from the record
(`quoted`) may name a diagnosis, since somebody else made it; nothing else is excused by that.
Sources: CLINICAL F.3, INV-01, INV-04, INV-07, B.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from remit.domain.formulation import Audience
from remit.domain.wording import BANNED


class FaultKind(StrEnum):
    """What is wrong, in words for the page."""

    BANNED = "never said here"
    DIAGNOSIS = "a diagnosis"
    CAUSE = "a cause"
    ADVICE = "advice on a medicine or an operation"
    CERTAINTY = "a promise"
    BLAME = "blame"
    NUMBER = "a share without “of how many”"
    CHANCE = "chance statistics"
    TONE = "an exclamation mark"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing a text must not say: what it is, and the words."""

    kind: FaultKind
    words: str


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_MEDICINE = (
    r"(?:medicines?|medications?|tablets?|pills?|drugs?|doses?|opioids?|morphine|painkillers?|"
    r"antidepressants?|prescriptions?|injections?|surgery|operations?|procedures?|fusion|"
    r"\w+(?:oxetine|pram|codone|morphone|gabalin|pentin|triptyline|profen|azepam|fentanil))"
)
_NEARBY = r"(?: [\w’'-]+){0,4} "
_DO = (
    r"(?:start|stop|reduc|skip|increas|avoid|cut|lower|taper|drop|halv|rais|doubl|cancel|postpon|"
    r"delay|refus|discontinu|withdraw|wean|chang|switch|replac)(?:e|p?ing|t?ing|ling|)\b"
)
_NEED = r"(?:need(?:s|ed)?|requires?|without|do(?:es)? not need|no need (?:for|of))"

_BANNED = _any(
    *(re.escape(phrase) for phrase in BANNED),
    r"all clear\b",
    r"nothing (?:is )?wrong\b",
    r"\bimagin(?:ed|ary|ing)\b",
    r"\b(?:is|are) not real\b",
    r"\bin (?:your|her|his|the) (?:head|mind)\b",
    r"\bno (?:physical|organic|medical) (?:reason|finding|basis)",
    r"\byou want (?:the|your|this) pain",
)
_DIAGNOSIS = _any(
    r"\b(?:depression|depressive disorder|bipolar|psychosis|schizophreni\w+)\b",
    r"\b(?:anxiety|mood|panic|personality|conversion|somati[sz]ation|somatoform) disorder",
    r"\b(?:somatic symptom|functional neurological|chronic pain) (?:disorder|syndrome)",
    r"\b(?:ptsd|post-?traumatic stress|burn-?out|alexithymi\w+|hypochondri\w+|hysteri\w+)\b",
    r"\b(?:fibromyalgia|irritable bowel syndrome|migraine|sciatica|tension headaches?)\b",
    r"\b(?:spinal|foraminal|canal) stenosis\b|\bstenosis\b",
    r"\b(?:radiculopathy|neuropathy|neuropathic|osteoarthritis|arthritis|arthropathy|"
    r"spondyl\w+)\b",
    r"\b(?:disc|disk) (?:hernia\w*|prolapse|protrusion)|\bherniated\b|\bslipped dis[ck]\b",
    r"\b(?:cancer|malignan\w+|metasta\w+|multiple sclerosis|haemangioblastoma|tumou?r)\b",
    r"\b(?:psychosomatic|psychophysiologic(?:al)?|psychogenic|neuroplastic|nociplastic)\b",
    r"\b(?:tension myositis|myoneural|mind-?body syndrome|tms|central sensiti[sz]ation)\b",
    r"\b(?:complex regional pain|whiplash associated disorder)\b",
    r"(?<!against )(?<!features of )\bprimary pain\b",
    r"\bcatastrophi[sz]\w+\b",
    r"\b(?:you|she|he|they|participant) (?:have|has|had|suffers?) an? [\w -]{0,30}"
    r"(?:disorder|syndrome|disease)\b",
    r"\b(?:the|our|my|your) diagnosis is\b|\bwe diagnosed?\b|\bmeets (?:the )?criteria\b",
)
_CAUSE = _any(
    r"\bbecause\b",
    r"\bcaus(?:e|es|ed|ing|al|ation)\b",
    r"\b(?:due|owing|thanks) to\b(?! see)",
    r"\b(?:leads?|led|leading) (?:directly )?to\b(?! (?:the|a) (?:clinic|ward|room))",
    r"\b(?:as a|is the|was the|are the|were the|a) (?:direct )?result of\b",
    r"\b(?:pain|symptoms?|it|this|that|which|headaches?) results? from\b|\bresulted (?:in|from)\b",
    r"\bexplain(?:s|ed by)\b|\bexplain (?:your|the|her|his|this) (?:pain|symptoms?)\b",
    r"\broots?\b(?! (?:canal|block|pain|sign|compress))(?<!nerve root)(?<!nerve roots)",
    r"\b(?:brought|bring|brings|bringing) (?:it |them |your pain |the pain )?(?:on|about)\b",
    r"\btrigger(?:s|ed|ing)?\b",
    r"\b(?:stems?|stemmed|arises?|arose|arising|springs?) from\b",
    r"\b(?:your|the|her|his) (?:pain|symptoms?) (?:comes?|came) from\b",
    r"\b(?:responsible for|behind|driv(?:es|en|ing)|underlies|underlying|provok\w+|produc(?:es|ed)"
    r"|set off|sets off|turned into|made) (?:by )?(?:your|the|her|his|this) (?:pain|symptoms?)\b",
    r"\bmad(?:e) (?:you|her|him) (?:ill|sick|hurt)\b|\bmakes? (?:you|her|him) (?:ill|sick|hurt)\b",
    r"\bconsequence of\b|\bthe reason (?:for|why|that|your|you)\b|\bso your pain\b",
    r"\breaction to\b|\bconver(?:ts|ted) (?:in)?to pain\b|\brepress\w+\b|\bunconscious\w*\b",
)
_UNSAID_CAUSE = re.compile(
    r"(?:cannot|can not|not|nobody can) (?:say|know|show|mean|tell)[^.;]{0,60}", re.IGNORECASE
)
_ADVICE = _any(
    rf"\b{_DO}{_NEARBY}?{_MEDICINE}\b",
    rf"\b{_DO} {_MEDICINE}\b",
    rf"\b{_NEED}{_NEARBY}?{_MEDICINE}\b",
    rf"\b{_NEED} {_MEDICINE}\b",
    rf"\b{_MEDICINE}(?: [\w’'-]+){{0,3}} (?:can|could|may|might|should|must|need(?:s|ed)?) "
    r"(?:not |now |safely )*(?:be |wait|stop|start|go ahead|take place)",
    rf"\b{_MEDICINE} (?:is|are) (?:not |no longer )?(?:needed|necessary|advised|recommended|"
    r"indicated|useful|safe|harmful)",
    rf"\b(?:recommend|advise|suggest)\w*{_NEARBY}?{_MEDICINE}",
    rf"\b(?:recommend|advise|suggest)\w* {_MEDICINE}",
    rf"\b(?:come|coming|get|getting) off{_NEARBY}?{_MEDICINE}",
    rf"\b(?:come|coming|get|getting) off {_MEDICINE}",
    rf"\b(?:go|going) ahead with{_NEARBY}?{_MEDICINE}",
    rf"\btak(?:e|ing) (?:more|less|fewer|no){_NEARBY}?{_MEDICINE}",
    rf"\btak(?:e|ing) (?:more|less|fewer|no) {_MEDICINE}",
    rf"\b(?:should|must|ought to) (?:not )?(?:have|take|get|try|use){_NEARBY}?{_MEDICINE}",
    rf"\b(?:should|must|ought to) (?:not )?(?:have|take|get|try|use) {_MEDICINE}",
)
_CERTAINTY = _any(
    r"\b(?:cure|cures|cured|curing|curable)\b",
    r"\bguarantee\w*\b",
    r"\bpermanent(?:ly)?\b",
    r"\b(?:certainly|definitely|undoubtedly|surely|no doubt|without doubt)\b",
    r"\bpro(?:ves?|ved|ven|of)\b(?! of identity)",
    r"\bwill (?:surely |soon |then |all )*(?:be (?:pain-free|gone|well|fine|healed|better|able)|"
    r"get (?:better|well)|go away|disappear|resolve|recover|help you|improve|heal|work|pass|end)\b",
    r"\b(?:fully|completely|full|complete) (?:recover\w*|heal\w*|resol\w*)\b",
    r"\b(?:harmless|nothing serious|nothing to worry)\b",
    r"\balways (?:works|helps)\b|\bnever fails\b",
    r"\bonly (?:stress|psychological|emotional)\b|\bjust stress\b",
)
_BLAME = _any(
    r"(?<!not )(?<!not entirely )\byour (?:own )?(?:fault|failure|doing)\b",
    r"\b(?:your|her|his) (?:mother|father|parents?|partner|husband|wife|son|daughter|boss)"
    r"(?: is| was)? (?:to blame|at fault|responsible|made you|hurt you|ruined)\b",
    r"\bto blame\b",
    r"\byou (?:brought|did|made|let) (?:it|this|that)\b",
    r"\byou (?:failed|should have|could have|ought to have|refused?|chose (?:the|your) pain)\b",
    r"\b(?:laz(?:y|iness)|weak-willed|attention[- ]seeking|drug[- ]seeking|malinger\w*|"
    r"exaggerat\w*|manipulativ\w*|non-?complian\w*|uncooperative|neurotic|over-?reacts?)\b",
    r"\bclaims (?:to|that)\b|\balleged(?:ly)?\b",
    r"\byou (?:did|do) not (?:try|want to get)\b|\bsecondary gain\b",
)
_SHARE = re.compile(r"\d(?:[\d.,]*) ?(?:%|per ?cent\b)", re.IGNORECASE)
_OF_HOW_MANY = re.compile(r"\b(?:of|in|out of) \d+|\d+ ?/ ?\d+", re.IGNORECASE)
_MORE_OFTEN = _any(r"\b(?:twice|\d+ times) (?:as|more) (?:likely|often)\b", r"\bthe majority of\b",
                   r"\bmost (?:people|patients|participants)\b")  # fmt: skip
_CHANCE = _any(
    r"\bchance\b", r"\bprobabilit(?:y|ies)\b", r"\blikelihood\b", r"\bodds\b", r"\bp ?[=<]",
    r"\bstatistic\w*\b", r"\bcoincidence\b", r"\bsignifican(?:t|ce|tly)\b",
)  # fmt: skip
_CHANCE_LEVEL = _any(r"\bp ?[=<]", r"\bchance[^.]{0,20}\d", r"\bsignificant(?:ly)?\b",
                     r"\bodds\b", r"\bprobability\b")  # fmt: skip
_TONE = re.compile("!")
_IN_QUOTES = re.compile("“[^”]*”")

_EVERY: tuple[tuple[FaultKind, re.Pattern[str]], ...] = (
    (FaultKind.BANNED, _BANNED),
    (FaultKind.ADVICE, _ADVICE),
    (FaultKind.CERTAINTY, _CERTAINTY),
    (FaultKind.BLAME, _BLAME),
    (FaultKind.NUMBER, _MORE_OFTEN),
)


def faults(
    text: str, audience: Audience = Audience.PARTICIPANT, quoted: Iterable[str] = ()
) -> tuple[Fault, ...]:
    """What is wrong in a text, each fault once, in the order of the kinds.

    Args:
        text: one sentence or more.
        audience: for whom; chance is never spoken of to a participant.
        quoted: words of the record in it; a diagnosis there is somebody else's. So is one inside
            curly quotation marks.
    """
    flat = " ".join(text.replace("'", "’").split())
    own = _IN_QUOTES.sub("“”", _without(flat, quoted))
    found = list(_found(flat, own, audience))
    return tuple(dict.fromkeys(found))


def _found(flat: str, own: str, audience: Audience) -> Iterator[Fault]:
    for kind, pattern in _EVERY:
        yield from _hits(kind, pattern, flat)
    yield from _hits(FaultKind.DIAGNOSIS, _DIAGNOSIS, own)
    yield from _hits(FaultKind.CAUSE, _CAUSE, _UNSAID_CAUSE.sub("", flat))
    if _SHARE.search(flat) and not _OF_HOW_MANY.search(flat):
        yield from _hits(FaultKind.NUMBER, _SHARE, flat)
    if audience is Audience.PARTICIPANT:
        yield from _hits(FaultKind.CHANCE, _CHANCE, flat)
        yield from _hits(FaultKind.TONE, _TONE, flat)
    else:
        yield from _hits(FaultKind.CHANCE, _CHANCE_LEVEL, flat)


def _hits(kind: FaultKind, pattern: re.Pattern[str], text: str) -> Iterator[Fault]:
    for found in pattern.finditer(text):
        yield Fault(kind, found[0].strip())


def _without(text: str, quoted: Iterable[str]) -> str:
    """The text with the record's words blotted out, the longest first."""
    for words in sorted({" ".join(one.replace("'", "’").split()) for one in quoted} - {""}, key=len,
                        reverse=True):  # fmt: skip
        text = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", "…", text, flags=re.IGNORECASE)
    return text
