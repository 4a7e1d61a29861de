"""Pages of process notes: parse, call one action, render. Authors and named readers come in."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as later
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from remit.errors import Conflict, InvalidInput, NotFound
from remit.web.cases.models import Case
from remit.web.cases.sealed import plain_subject
from remit.web.consult import process_notes
from remit.web.consult.models import ProcessNoteRelease
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, allowed
from remit.web.people.site_day import site_day
from remit.web.people.views import signed_in

LONGEST_NUMBER = 9  # digits of a version


class ReleaseForm(forms.Form):
    """Who may read a note, as the participant signed."""

    reader = forms.ModelChoiceField(Person.objects.none(), label=later("Who may read it"))
    authorised_on = forms.DateField(
        label=later("Signed by the participant on"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    until = forms.DateField(
        label=later("Last day on which it may be read"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    signed = forms.BooleanField(
        label=later("The participant's signed authorisation for this note and this person is here")
    )

    def __init__(self, case: Case, by: Person, data: QueryDict | None = None) -> None:
        """Offer the people of the site who may read a process note."""
        super().__init__(data, label_suffix="", auto_id="release_%s")
        people = [person.pk for person in process_notes.readers(case, but=by)]
        reader = self.fields["reader"]
        assert isinstance(reader, forms.ModelChoiceField)  # declared above
        reader.queryset = Person.objects.filter(pk__in=people).order_by("display_name")


@dataclass
class Draft:
    """What the field holds: what was kept, or what was sent and is not kept yet."""

    note: uuid.UUID
    text: str = ""
    base: int = 0
    wrong: str = ""
    theirs: str = ""


@never_cache
@sensitive_post_parameters("text")
@require_http_methods(["GET", "POST"])
def process_notes_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The person's own notes about a case, those released to them, and a new one."""
    person, now = signed_in(request), timezone.now()
    case = process_notes.find_case(person, pk, now=now)
    draft, status = Draft(uuid.uuid4()), 200
    if request.method == "POST":
        draft = _sent(request, _identifier(request.POST.get("note", "")))
        status = _keep(case, draft, by=person, now=now)
        if status == 302:
            return redirect("consult:process_note", pk=case.pk, note=draft.note)
    shown = {
        **_context(case, person, now),
        "notes": process_notes.notes_of(person, case, now=now),
        "released": process_notes.released_to(person, case, now=now),
        "may_write": process_notes.may_write(person, case, now=now),
        "running": process_notes.running_releases(person, case, now=now),
        "reasons": process_notes.EndReason.choices,
        "draft": draft,
    }
    return render(request, "consult/process_notes.html", shown, status=status)


@never_cache
@sensitive_post_parameters("text")
@require_http_methods(["GET", "POST"])
def process_note_page(request: HttpRequest, pk: uuid.UUID, note: uuid.UUID) -> HttpResponse:
    """One note: its author revises and releases it, a named reader reads it."""
    person, now = signed_in(request), timezone.now()
    case = process_notes.find_case(person, pk, now=now)
    found = process_notes.open_note(person, case, note, now=now)
    draft, status = Draft(note, found.text, found.row.number), 200
    if request.method == "POST":
        draft = _sent(request, note)
        status = _keep(case, draft, by=person, now=now)
        if status == 302:
            return redirect("consult:process_note", pk=case.pk, note=note)
        found = process_notes.open_note(person, case, note, now=now)
    form = ReleaseForm(case, person) if found.own else None
    return _note(request, case, found, draft, form, status=status)


@never_cache
@require_POST
def release_page(request: HttpRequest, pk: uuid.UUID, note: uuid.UUID) -> HttpResponse:
    """Let a named person read the note, as the participant signed."""
    person, now = signed_in(request), timezone.now()
    case = process_notes.find_case(person, pk, now=now)
    found = process_notes.open_note(person, case, note, now=now)
    form = ReleaseForm(case, person, request.POST)
    if found.own and form.is_valid():
        days = {name: form.cleaned_data[name] for name in ("authorised_on", "until")}
        reader = form.cleaned_data["reader"]
        try:
            process_notes.release_note(
                case=case, note=note, reader=reader, by=person, now=now, **days
            )
        except InvalidInput as error:
            form.add_error(None, str(error))
        else:
            return redirect("consult:process_note", pk=case.pk, note=note)
    if not found.own:
        raise NotFound("There is no such note, or it is not yours to release.")
    return _note(request, case, found, Draft(note, found.text, found.row.number), form, status=422)


@never_cache
@require_POST
def end_release_page(
    request: HttpRequest, pk: uuid.UUID, note: uuid.UUID, release: uuid.UUID
) -> HttpResponse:
    """End what the participant no longer authorises."""
    person, now = signed_in(request), timezone.now()
    case = process_notes.find_case(person, pk, now=now)
    found = ProcessNoteRelease.objects.filter(case=case, note=note, pk=release).first()
    if found is None:
        raise NotFound("There is no such authorisation.")
    why = request.POST.get("why", "")
    if why in process_notes.EndReason.values:
        reason = process_notes.EndReason(why)
        process_notes.end_for_author(release=found, why=reason, by=person, now=now)
        return redirect("consult:process_notes", pk=case.pk)
    process_notes.end_release(release=found, by=person, now=now)
    return redirect("consult:process_note", pk=case.pk, note=note)


def _note(
    request: HttpRequest,
    case: Case,
    found: process_notes.Note,
    draft: Draft,
    form: ReleaseForm | None,
    *,
    status: int,
) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    shown = {
        **_context(case, person, now),
        "note": found,
        "draft": draft,
        "form": form,
        "releases": process_notes.releases_of(case, found.row.note) if found.own else [],
    }
    return render(request, "consult/process_note.html", shown, status=status)


def _context(case: Case, person: Person, now: datetime) -> dict[str, object]:
    today: date = site_day(case.site, now)
    return {
        "case": case,
        "tab": "process",
        "name": str(plain_subject(case)["name"]),
        "sees_case": allowed(person, Act.SEE, Object.CONSULTATION, case, now=now),
        "today": today,
    }


def _sent(request: HttpRequest, note: uuid.UUID) -> Draft:
    base = request.POST.get("base", "")
    number = int(base) if base.isdecimal() and len(base) <= LONGEST_NUMBER else 0
    return Draft(note, request.POST.get("text", ""), number)


def _identifier(text: str) -> uuid.UUID:
    """The id that was made with the empty field; a new one where it was lost."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


def _keep(case: Case, draft: Draft, *, by: Person, now: datetime) -> int:
    """Keep what was sent; 302, or the status of a page that says what is wrong."""
    try:
        process_notes.keep_note(
            case=case, note=draft.note, text=draft.text, base=draft.base, by=by, now=now
        )
    except Conflict as error:
        kept = process_notes.open_note(by, case, draft.note, now=now)
        draft.wrong, draft.theirs, draft.base = str(error), kept.text, kept.row.number
        return 409
    except InvalidInput as error:
        draft.wrong = str(error)
        return 422
    return 302
