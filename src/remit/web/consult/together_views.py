"""The picture turned to the person: plain words, large marks, their own side of each question."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from remit.content import clinic
from remit.domain.facts import Source
from remit.domain.form import Form
from remit.errors import Conflict, InvalidInput
from remit.pathways.consult import layout, timeline
from remit.pathways.consult.association import assess
from remit.pathways.consult.timeline_filter import without_empty
from remit.pathways.consult.together import chance_for_the_person, for_the_person
from remit.reports import svg, vertical
from remit.web.cases.models import Case
from remit.web.consult import queries
from remit.web.consult.clinic_records import newest
from remit.web.consult.drawn_life import DrawnLife, life_of
from remit.web.consult.evidence import Evidence, evidences
from remit.web.consult.figure import view_of
from remit.web.consult.models import Part, RecordKind
from remit.web.consult.timeline_views import may
from remit.web.consult.visit_notes import NoteClash, newest_note, save_note, text_of
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, allowed
from remit.web.people.views import signed_in

WIDTH = 860  # laid out narrow and shown wide: everything on it is larger
_TRIES = 3


@dataclass(frozen=True)
class Steps:
    """The links one at a time: the one that is shown, and the ways on."""

    now: Evidence | None
    number: int
    total: int
    before: str
    after: str


@require_GET
def together(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole picture, or one pair of it with its question."""
    person, now = signed_in(request), timezone.now()
    case = queries.open_case(person, pk, Object.TIMELINE, now=now)
    life = life_of(case)
    made = without_empty(for_the_person(timeline.build(life.chronology, life.links)))
    steps = _steps(evidences(life, made), request.GET.get("link", ""))
    told = _told(life, steps.now) if steps.now else ""
    asks = allowed(person, Act.SEE, Object.CHANCE, case, now=now)
    shown = {
        **may(case, person, now=now),
        "case": case,
        "name": life.history.subject.name,
        "svg": _drawn(made, steps.now.link.id if steps.now else None, view_of(request.GET)),
        "list": vertical.vertical_html(made),
        "steps": steps,
        "told": told,
        "pain_words": pain_words(case),
        "may_ask_chance": asks,
        "chance": _chance(life) if asks and request.GET.get("chance") == "1" else (),
        "kept": request.GET.get("kept") == "1",
        "key": uuid.uuid4(),
    }
    return render(request, "consult/together.html", shown)


def _drawn(made: timeline.Timeline, focus: str | None, view: tuple[float, float] | None) -> str:
    drawing = layout.lay_out(made, width=WIDTH, focus=focus, view=view)
    return svg.draw(
        drawing,
        title=_("Your life and your symptoms in one picture"),
        description=_("Pale ends with dots: the day is not known, and need not be."),
        prefix="together",
    )


def _told(life: DrawnLife, pair: Evidence) -> str:
    """Who told of the two: a letter or a note is not the person's own telling."""
    facts = [life.history.fact(one.id) for one in (pair.stressor, pair.symptom)]
    theirs = [one for one in facts if one.source is Source.PARTICIPANT]
    if len(theirs) == len(facts):
        return _("You told us about both.")
    if all(one.source is Source.PUBLISHED_REPORT for one in facts):
        return _("The published report tells of both.")
    if theirs:
        told = _("You told us about one of them: %(what)s.") % {"what": theirs[0].label}
        return f"{told} {_('The other stands in the record.')}"
    return _("Both stand in the record. Tell us if one is not right.")


def _steps(found: tuple[Evidence, ...], wanted: str) -> Steps:
    names = [one.link.id for one in found]
    if wanted not in names:
        return Steps(None, 0, len(found), "", names[0] if names else "")
    at = names.index(wanted)
    after = names[at + 1] if at + 1 < len(names) else ""
    return Steps(found[at], at + 1, len(found), names[at - 1] if at else "", after)


def _chance(life: DrawnLife) -> tuple[str, ...]:
    settings = life.settings
    return chance_for_the_person(assess(life.chronology, settings.links, settings.association))


def pain_words(case: Case) -> tuple[str, ...]:
    """The person's own words for the pain and the words they chose, as recorded."""
    values = newest(case, RecordKind.PATTERN).values
    if not values:
        return ()
    said = str(values.get("pattern.words", "")).strip()
    chosen = values.get("pattern.qualities", ())
    words = _option_words(clinic.form(RecordKind.PATTERN.value), "pattern.qualities")
    keys = chosen if isinstance(chosen, tuple) else ()
    return tuple(part for part in (said, *(words.get(str(key), "") for key in keys)) if part)


def _option_words(form: Form, question: str) -> dict[str, str]:
    return {option.key: option.text for option in form.question(question).options}


@require_POST
def said(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the person sees in it, put at the end of the notes of this part."""
    person, now = signed_in(request), timezone.now()
    case = queries.open_case(person, pk, Object.CONSULTATION, now=now)
    words = request.POST.get("text", "").strip()
    if words:
        _append(case, _key(request.POST.get("key", "")), words, by=person, now=now)
    response = redirect("consult:together", pk=case.pk)
    response["Location"] += "?kept=1#see" if words else "#see"
    return response


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise InvalidInput(_("The page is out of date. Open it again.")) from error


def _append(case: Case, key: UUID, words: str, *, by: Person, now: datetime) -> None:
    """After whatever stands in the notes by then; earlier notes are never shown here."""
    for _again in range(_TRIES):
        before = newest_note(case, Part.TOGETHER)
        text = text_of(before, case) if before else ""
        if before is not None and before.pk == key:
            return
        try:
            save_note(
                case=case,
                key=key,
                part=Part.TOGETHER,
                text=f"{text.rstrip()}\n{words}" if text.strip() else words,
                base=before.number if before else 0,
                by=by,
                now=now,
            )
        except NoteClash:
            continue
        return
    raise Conflict(_("These notes change too often just now. Go back and keep your words again."))
