"""What was not asked yet in a part of the consultation (CLINICAL C.1, B.2, C.2-C.6).

A prompt is left out once an answer on a form, a feature, or a fact of that kind covers it. The list
is a reminder: it counts nothing and closes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from remit.domain.facts import Answer
from remit.domain.history import History
from remit.domain.prompt import Prompt

Asked = Mapping[str, Collection[str]]
FEATURES = "features"
_SAID = frozenset({Answer.YES, Answer.NO, Answer.UNSURE})
_CHILDHOOD = "FAM"


def prompts(
    part: str, history: History, asked: Asked, listed: Iterable[Prompt]
) -> tuple[Prompt, ...]:
    """What a good interviewer would still ask in this part, in order.

    Args:
        part: a part of the consultation, such as "pain".
        history: the facts so far.
        asked: keys of answered questions by kind of clinician's record, such as
            ``{"features": {"I8"}, "childhood": {"childhood.raised_by"}}``.
        listed: the prompts of the shipped content.
    """
    said = {answer.topic for answer in history.answers if answer.answer in _SAID}
    return tuple(
        one for one in listed if one.part == part and not _covered(one, history, asked, said)
    )


def _covered(one: Prompt, history: History, asked: Asked, said: set[str]) -> bool:
    return (
        any(not set(keys).isdisjoint(asked.get(kind, ())) for kind, keys in one.answers.items())
        or not said.isdisjoint(one.answers.get(FEATURES, ()))
        or any(event.code.startswith(code) for code in one.codes for event in history.events)
        or any(history.tables()[table] for table in one.tables)
        or any(_CONDITIONS[name](history) for name in one.facts)
    )


def _around_onset(history: History) -> bool:
    """A life event was asked for because of a symptom, or the person named a link."""
    told = any(link.told for link in history.links)
    return told or any(event.asked_because_of for event in history.events)


def _earlier_symptoms(history: History) -> bool:
    return any(not symptom.chief for symptom in history.symptoms)


def _still_going_on(history: History) -> bool:
    """Something in adult life that still goes on."""
    return any(
        event.ongoing and not event.is_support and not event.code.startswith(_CHILDHOOD)
        for event in history.events
    )


def _supports(history: History) -> bool:
    return any(event.is_support for event in history.events)


def _how_it_is_spoken_of(history: History) -> bool:
    return any(event.spoken_about is not None for event in history.events)


_CONDITIONS: Mapping[str, Callable[[History], bool]] = {
    "around_onset": _around_onset,
    "earlier_symptoms": _earlier_symptoms,
    "still_going_on": _still_going_on,
    "supports": _supports,
    "spoken_about": _how_it_is_spoken_of,
}
CONDITIONS = frozenset(_CONDITIONS)
"""Names that a prompt may use under `facts`."""
