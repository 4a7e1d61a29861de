"""Pages of who invites: the list, one person, and forms filled on behalf."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.errors import InvalidInput, NotAllowed, NotFound
from remit.web.assess import actions as assess
from remit.web.assess import queries as answers
from remit.web.assess import sources
from remit.web.assess.models import Mode, Sheet, State
from remit.web.cases.models import Case
from remit.web.cases.sealed import plain_subject
from remit.web.intake import actions, queries
from remit.web.intake.forms import InviteForm
from remit.web.intake.models import Consent
from remit.web.intake.parts import POINT, part
from remit.web.intake.views import page_number
from remit.web.notices import queries as notices
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, allowed
from remit.web.people.views import signed_in

# Asked by a living voice only (CLINICAL A.6): in the clinic or on the phone.
LIVE = (("phq9", ""), ("pcptsd5", ""), ("screening", "clinic"))


@require_GET
def invitations(request: HttpRequest) -> HttpResponse:
    """Everybody invited, with how far they are."""
    person, now = signed_in(request), timezone.now()
    sites = queries.sites_to_invite(person)
    if not sites:
        raise NotAllowed("Only a clinician or a coordinator invites people.")
    page = page_number(request)
    lines, more = queries.invited(person, now=now, page=page)
    blocked = [(site, notices.go_live(site).missing) for site in sites]
    shown = {
        "lines": lines,
        "blocked": [row for row in blocked if row[1]],
        "sites": sites,
        "page": page,
        "next": page + 1 if more else None,
    }
    return render(request, "intake/invitations.html", shown)


@never_cache
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite one person; the link is shown once."""
    person, now = signed_in(request), timezone.now()
    sites = queries.sites_to_invite(person)
    if not sites:
        raise NotAllowed("Only a clinician or a coordinator invites people.")
    form = InviteForm(request.POST or None, sites=sites, label_suffix="")
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.invite(**form.cleaned_data, by=person, now=now)
        except (InvalidInput, NotAllowed) as error:
            form.add_error(None, str(error))
        else:
            return _show_link(request, made)
    return render(request, "intake/invite.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One invited person: progress, a new link, a code to read out, taking back."""
    person, now = signed_in(request), timezone.now()
    case = queries.invited_case(person, pk, now=now)
    code = ""
    if request.method == "POST":
        act = request.POST.get("act")
        if act == "again":
            return _show_link(request, actions.invite_again(case=case, by=person, now=now))
        if act == "code":
            code = actions.read_out_code(case=case, by=person, now=now)
        elif act == "back":
            actions.take_back(case=case, by=person, now=now)
            return redirect("intake:invitations")
        elif act == "withdraw":
            actions.withdraw(case=case, erase=False, by=person, now=now)
            return redirect("intake:invitation", pk=pk)
        else:
            raise InvalidInput("Choose one of the buttons.")
    consent = queries.consent_of(case)
    shown = {
        "case": case,
        "name": plain_subject(case)["name"],
        "code": code,
        "open": queries.open_invitation(case, now=now),
        "consent": consent,
        "has_consented": Consent.objects.filter(case=case).exists(),
        "progress": queries.progress_of(case, now=now) if consent else None,
        "reach": queries.reach_of(case) if consent else None,
        "may_fill": allowed(person, Act.CHANGE, Object.FORMS, case, now=now),
    }
    return render(request, "intake/invitation.html", shown)


@require_http_methods(["GET"])
def on_behalf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Filling forms with the participant, on the phone or in the clinic."""
    person, now = signed_in(request), timezone.now()
    case = queries.invited_case(person, pk, now=now)
    _check_may_fill(case, person, now)
    shown = {
        "case": case,
        "name": plain_subject(case)["name"],
        "reach": queries.reach_of(case),
        "progress": queries.progress_of(case, now=now),
        "live": [(name, stage, _title(name, stage)) for name, stage in LIVE],
    }
    return render(request, "intake/on_behalf.html", shown)


@require_POST
def begin_for(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a form to fill it together; it is marked as filled so."""
    person, now = signed_in(request), timezone.now()
    case = queries.invited_case(person, pk, now=now)
    _check_may_fill(case, person, now)
    actions.check_may_run(case.site)
    mode = Mode.CLINIC if request.POST.get("mode") == Mode.CLINIC else Mode.PHONE
    key = request.POST.get("part", "")
    if key in {name for name, _ in LIVE}:
        ref = _live_ref(key, mode)
    else:
        found = part(key, answers.sheets_of(case), answers.latest_values(case))
        if found is None:
            raise NotFound("There is no such part.")
        ref = found.ref
    if queries.consent_of(case) is None:
        return redirect("assess:start", pk=_stopped(case, ref).pk)
    sheet = assess.open_sheet(case=case, form_ref=ref, point=POINT, mode=mode, by=person, now=now)
    return redirect("assess:start", pk=sheet.pk)


def _stopped(case: Case, ref: sources.FormRef) -> Sheet:
    """The form that an emergency answer stopped: it alone is finished without consent.

    Raises:
        NotAllowed: there is none; who has not agreed, or does not any more, is asked nothing.
    """
    wanted = (ref.kind, ref.id, ref.stage, State.STOPPED)
    rows = answers.sheets_of(case)
    found = next((one for one in rows if _shape(one) == wanted), None)
    if found is None:
        raise NotAllowed(
            "This person does not take part now: they have not agreed, or they stopped. Only a "
            "form that an urgent answer stopped can still be finished."
        )
    return found


def _shape(sheet: Sheet) -> tuple[str, str, str, str]:
    return (sheet.form_kind, sheet.form_id, sheet.stage, sheet.state)


def _live_ref(key: str, mode: Mode) -> sources.FormRef:
    if key == "screening":
        return sources.screening_ref("clinic" if mode is Mode.CLINIC else "clinic-phone")
    return sources.instrument_ref(key)


def _title(name: str, stage: str) -> str:
    ref = sources.screening_ref(stage) if stage else sources.instrument_ref(name)
    return sources.find(ref).form.title


def _check_may_fill(case: Case, person: Person, now: datetime) -> None:
    if not allowed(person, Act.CHANGE, Object.FORMS, case, now=now):
        raise NotAllowed("Only a clinician of this site fills forms with a participant.")


def _show_link(request: HttpRequest, made: actions.Invited) -> HttpResponse:
    # As this page was reached: it may be by another name or port than the one in mails.
    link = request.build_absolute_uri(reverse("intake:open", kwargs={"token": made.token}))
    shown = {"made": made, "link": link, "case": made.invitation.case}
    return render(request, "intake/link.html", shown)
