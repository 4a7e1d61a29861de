"""What the evening asks: four numbers, what this day adds, and whether anything is new."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from remit.domain.programme import Day

_NONE, _MOST = _("none"), _("most")


@dataclass(frozen=True, kw_only=True)
class Scale:
    """One number of 0 to 10.

    Attributes:
        name: in the form.
        title: its words.
        low: what 0 is.
        high: what 10 is.
        tone: "violet" for feelings.
        given: what was chosen before the form was refused.
    """

    name: str
    title: Promise | str
    low: Promise | str
    high: Promise | str
    tone: str = ""
    given: str = ""


BEDTIME: Final = "sud_bedtime"
DAILY: Final = (
    Scale(name="pain_avg", title=_("Pain, on average"), low=_NONE, high=_("worst")),
    Scale(name="pain_worst", title=_("Pain at its worst"), low=_NONE, high=_("worst")),
    Scale(name="stress", title=_("Stress"), low=_NONE, high=_MOST, tone="violet"),
    Scale(name="mood", title=_("Mood"), low=_("very low"), high=_("good"), tone="violet"),
)
RATED: Final[Mapping[str, Scale]] = {
    BEDTIME: Scale(
        name=BEDTIME, title=_("How stirred up are you now?"), low=_("calm"), high=_MOST,
        tone="violet",
    ),
    "own-exp": Scale(
        name="more.own-exp", title=_("How sensible does the programme seem?"),
        low=_("not at all"), high=_("very"),
    ),
    "fear_of_harm": Scale(
        name="more.fear_of_harm", title=_("Fear that moving does harm"), low=_NONE, high=_MOST,
        tone="violet",
    ),
    "own-fear": Scale(
        name="more.own-fear", title=_("Fear of the sensation"), low=_NONE, high=_MOST,
        tone="violet",
    ),
    "exceptions": Scale(
        name="more.exceptions", title=_("How many exceptions did you notice?"), low="",
        high=_("or more"),
    ),
    "weekly": Scale(
        name="more.weekly", title=_("Pain in the past 7 days, on average"), low=_NONE,
        high=_("worst"),
    ),
}  # fmt: skip
WORDED: Final[Mapping[str, Promise]] = {
    "timeline_items": _("Something to add to your timeline with the clinic?"),
    "feeling_words": _("Words for what you felt today"),
    "trait_noticed": _("A rule or habit that you noticed today"),
    "support_named": _("Who supports you this week? A first name is enough."),
    "flare_plan_draft": _("What would you do first if it comes back?"),
    "action_done": _("The action you picked: what came of it?"),
    "plan_complete": _("Is something missing in your plan?"),
    "closing": _("One sentence about these 21 days"),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of words."""

    name: str
    title: Promise
    given: str = ""


def scales_of(day: Day | None, given: QueryDict | None = None) -> list[Scale]:
    """The numbers of an evening; nothing is preset but what was chosen a moment ago."""
    keys = day.check_in if day else ()
    asked = [*DAILY, *(RATED[key] for key in keys if key in RATED)]
    return [
        Scale(
            name=one.name, title=one.title, low=one.low, high=one.high, tone=one.tone,
            given=given.get(one.name, "") if given else "",
        )
        for one in asked
    ]  # fmt: skip


def lines_of(day: Day | None, given: QueryDict | None = None) -> list[Line]:
    """The words that a day asks beside its numbers."""
    keys = day.check_in if day else ()
    return [
        Line(
            name=f"more.{key}",
            title=WORDED[key],
            given=given.get(f"more.{key}", "") if given else "",
        )
        for key in keys
        if key in WORDED
    ]


def payload_of(post: QueryDict, day: Day | None) -> dict[str, Any]:
    """The form as the action reads it; "no numbers today" leaves the numbers out."""
    numbers = "none" not in post
    told: dict[str, Any] = {name: post.get(name, "") for name in ("new", "worse", "medicines")}
    told |= {name: post.get(name, "") for name in ("worse_what", "words")}
    told["said"] = post.getlist("said")
    more: dict[str, int | str] = {}
    for scale in scales_of(day) if numbers else ():
        value = _number(post.get(scale.name, ""))
        if value is None:
            continue
        if scale.name.startswith("more."):
            more[scale.name.removeprefix("more.")] = value
        else:
            told[scale.name] = value
    for line in lines_of(day):
        if words := post.get(line.name, "").strip():
            more[line.name.removeprefix("more.")] = words
    return {**told, "more": more}


def _number(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 3 else None
