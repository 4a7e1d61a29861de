"""The timeline in words for the person whose life it is: no codes, no flags, no "stressor"."""

from __future__ import annotations

from dataclasses import replace

from remit.pathways.consult.association import Association
from remit.pathways.consult.lifefacts import Lane, Timeline, TimelineFact
from remit.stats.verdict import Verdict

TITLES = {
    Lane.LIFE: "What happened",
    Lane.SYMPTOMS: "Pain and other symptoms",
    Lane.MEDICAL: "Doctors and treatment",
    Lane.MEDICINES: "Medicines",
    Lane.SCORES: "Your pain, 0 to 10",
}
_KINDS = {
    "stressor": "a hard time",
    "life event": "something that happened",
    "support": "a good support",
    "flare": "a worse time",
    "daily life": "daily life",
}
_BESIDE = {"flare": "a worse time", "gradual": "came slowly", "a support": "a good support"}


def for_the_person(timeline: Timeline) -> Timeline:
    """The same facts, places and links; only words change, and flags are not said."""
    return replace(
        timeline,
        facts=tuple(_plain(fact) for fact in timeline.facts),
        titles=TITLES,
        consultation_words=timeline.consultation_words.replace("Consultation", "Our meeting"),
    )


def _plain(fact: TimelineFact) -> TimelineFact:
    name = fact.name.removesuffix(", flag open").replace(", flag open, ", ", ")
    return replace(
        fact,
        kind=_KINDS.get(fact.kind, fact.kind),
        date_words=_each(fact.date_words),
        name=_each(name),
        flagged=False,
    )


def _each(words: str) -> str:
    return ", ".join(_BESIDE.get(part, part) for part in words.split(", "))


_CLOSE = {
    Verdict.NO_MORE_THAN_CHANCE: "So chance alone could well make a picture like yours.",
    Verdict.MORE_THAN_CHANCE: (
        "That is closer than chance alone would often make it. It does not tell us what brought "
        "about what."
    ),
}
_TOO_LITTLE = (
    "One life holds too few dates to tell. This is the usual answer. It takes nothing away from "
    "what you see in it."
)


def chance_for_the_person(found: Association) -> tuple[str, ...]:
    """How often this would happen by chance, in short sentences; only for those who ask."""
    share = found.chance_of_100
    if share is None:
        return ("We cannot work this out for your life. Too few dates are known.",)
    number = "fewer than 1" if share == 0 else f"about {share}"
    return (
        "Think of 100 lives with the same hard times and the same symptoms as yours.",
        "In each of them the days are drawn by chance.",
        f"In {number} of the 100, they would fall as close together as in yours.",
        _CLOSE.get(found.answer, _TOO_LITTLE),
    )
