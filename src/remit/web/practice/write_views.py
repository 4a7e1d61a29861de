"""Writing: the words stay on the page and go with it; only the dose is kept (INV-05)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from remit.domain.programme import Theme
from remit.pathways.practice.distress import Dose, Level, after_writing
from remit.pathways.practice.schedule import Rests, gentler_first, theme_rests
from remit.web.intake.queries import own_case
from remit.web.people.views import signed_in
from remit.web.practice.day_page import OpenDay, keep_part, open_day, way_on, whole
from remit.web.practice.day_parts import RESTS
from remit.web.practice.day_words import SAID_WORDS, seen_by
from remit.web.practice.days import told_of
from remit.web.practice.done_answers import GENTLER, OWN, THEME, DoneTold
from remit.web.practice.models import Done, Part
from remit.web.practice.phone import TODAY, may_keep

STOPS = range(11)
OWN_MINUTES = 15
STIRS = 3
NO_KEY = UUID(int=0)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One thing to write about.

    Attributes:
        key: "theme", "gentler" or "own".
        title: a few words.
        hint: what to expect of it.
        invitation: opens it.
        questions: held at hand.
        minutes: planned time.
    """

    key: str
    title: str
    hint: str
    invitation: str
    questions: tuple[str, ...] = ()
    minutes: int = OWN_MINUTES


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, number: int) -> HttpResponse:
    """Before, the page, three quiet minutes, after: one form, of which the words are no part."""
    opened = open_day(request, number)
    if request.method == "POST":
        stored = keep_part(request, opened, Part.WRITE, _dose(request))
        return way_on(request, opened, stored, "practice:after", stored.key)
    writing = opened.day.writing
    choices, rests = _choices(opened)
    shown = {
        "site": opened.case.site,
        "day": opened.day,
        "key": uuid4(),
        "choices": choices,
        "before_today": writing.before_today,
        "rests": RESTS[rests] if rests else "",
        "stops": STOPS,
        "said": SAID_WORDS.items(),
        "seen_by": seen_by(),
        # A phone fills in the key that it makes.
        "after_url": reverse("practice:after", args=[NO_KEY]).replace(str(NO_KEY), "{key}"),
    }
    return may_keep(render(request, "practice/writing.html", shown), TODAY)


@require_GET
def after(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the two numbers come to, in a plain sentence; what helps if it was a lot."""
    person, now = signed_in(request), timezone.now()
    case = own_case(person, now=now)
    row = Done.objects.visible_to(person, now=now).select_related("enrolment")
    kept = row.one_visible_to(person, now=now, pk=pk, enrolment__case=case)
    kept.enrolment.case = case
    told = told_of(kept)
    found = after_writing(Dose(on=kept.on, before=told.before, after=told.after))
    shown = {
        "site": case.site,
        "told": told,
        "day": kept.day,
        "is_lot": found.level is Level.WATCH,
        "rose": _rose(told),
    }
    return render(request, "practice/after.html", shown)


def _rose(told: DoneTold) -> bool:
    return told.before is not None and told.after is not None and told.after > told.before


def _dose(request: HttpRequest) -> dict[str, Any]:
    return {
        "choice": request.POST.get("choice", "") or OWN,
        "before": whole(request, "before"),
        "after": whole(request, "after"),
        "noticed": request.POST.get("noticed", ""),
        "said": request.POST.getlist("said"),
    }


def _choices(opened: OpenDay) -> tuple[list[Choice], Rests | None]:
    """What may be written about now, the gentler first on a lighter day; why the theme rests."""
    number, writing = opened.day.number, opened.day.writing
    rests = theme_rests(opened.situation, number, writing.theme)
    found = [] if rests else [_of(THEME, writing.theme)]
    if theme_rests(opened.situation, number, writing.gentler) is None:
        found.insert(0 if gentler_first(opened.situation) else 1, _of(GENTLER, writing.gentler))
        found.append(
            Choice(
                key=OWN,
                title=_("Something else"),
                hint=_("your own, no stronger than the gentler choice"),
                invitation=_("Write about what you like. You can change it at any line."),
            )
        )
    return found, rests


def _of(key: str, theme: Theme) -> Choice:
    strong = (
        _("strong feelings are likely") if theme.intensity >= STIRS else _("can stir things up")
    )
    calm = _("calm")
    hint = strong if key == THEME and theme.intensity else calm
    return Choice(
        key=key,
        title=theme.title,
        hint=_("gentler") if key == GENTLER else hint,
        invitation=theme.invitation,
        questions=theme.questions,
        minutes=theme.minutes,
    )
