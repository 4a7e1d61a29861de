"""The participant's own pages before the visit: parse, call one, render."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.content import intake as content
from remit.errors import NotAllowed, NotFound
from remit.web.assess import actions as assess
from remit.web.assess import queries as answers
from remit.web.assess import sources
from remit.web.assess.models import Mode
from remit.web.cases.models import Case
from remit.web.consult.queries import told_facts
from remit.web.documents.sharing import own_shares
from remit.web.intake import actions, queries
from remit.web.intake.forms import ConsentForm, WithdrawForm
from remit.web.intake.models import Consent, Reach
from remit.web.intake.parts import MEDICINES, NEW, POINT, part
from remit.web.notices import queries as notices
from remit.web.people.permissions import Act, Object, check_allowed
from remit.web.people.queries import participant_site
from remit.web.people.views import signed_in


def _page(
    request: HttpRequest, case: Case, template: str, shown: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    known = {"site": case.site, "case": case, "contacts": notices.contacts(case.site)}
    return render(request, f"intake/{template}.html", {**known, **shown}, status=status)


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What is asked before the visit, what is done, and what the clinic does meanwhile."""
    person, now = signed_in(request), timezone.now()
    site = participant_site(person)
    if site is not None and not queries.has_case(person):
        shown = {"site": site, "contacts": notices.contacts(site)}
        return render(request, "intake/none.html", shown)
    case = queries.own_case(person, now=now)
    if queries.consent_of(case) is None:
        return redirect(
            "intake:ended" if Consent.objects.filter(case=case).exists() else "intake:consent"
        )
    shown = {
        "progress": queries.progress_of(case, now=now),
        "waiting": queries.waiting(case, now=now),
        "opening": notices.opening(case.site, now=now),
        "shared": bool(own_shares(person, case, now=now)),
    }
    return _page(request, case, "home", shown)


@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest) -> HttpResponse:
    """What is asked for, who sees what, and how to be reached."""
    person, now = signed_in(request), timezone.now()
    case = queries.own_case(person, now=now)
    given = queries.consent_of(case)
    form = ConsentForm(
        request.POST or None, initial={"reach": given.reach} if given else None, label_suffix=""
    )
    if request.method == "POST" and form.is_valid():
        reach = Reach(form.cleaned_data["reach"])
        actions.give_consent(case=case, reach=reach, by=person, now=now)
        return redirect("intake:home")
    shown = {"form": form, "text": content.consent(), "who_sees": queries.who_sees()}
    status = 422 if request.method == "POST" else 200
    return _page(request, case, "consent", shown, status=status)


@require_POST
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """Open one part, or go on where it was left."""
    person, now = signed_in(request), timezone.now()
    case = _taking_part(request)
    if queries.rests(case):
        return redirect("intake:home")  # the emergency stands first there; nothing else is asked
    found = part(key, answers.sheets_of(case), answers.latest_values(case))
    if found is None:
        raise NotFound("There is no such part.")
    sheet = assess.open_sheet(
        case=case, form_ref=found.ref, point=POINT, mode=Mode.SELF, by=person, now=now
    )
    return redirect("assess:start", pk=sheet.pk)


@require_POST
def something_new(request: HttpRequest) -> HttpResponse:
    """A new or worse symptom: the safety questions again, at any time."""
    person, now = signed_in(request), timezone.now()
    sheet = assess.open_sheet(
        case=queries.own_case(person, now=now),
        form_ref=sources.screening_ref("new-symptom"),
        point=NEW,
        mode=Mode.SELF,
        by=person,
        now=now,
    )
    return redirect("assess:start", pk=sheet.pk)


@require_http_methods(["GET", "POST"])
def medicines(request: HttpRequest) -> HttpResponse:
    """The medicines told so far; one more, or that is all."""
    person, now = signed_in(request), timezone.now()
    case = _taking_part(request)
    if queries.rests(case):
        return redirect("intake:home")
    told = told_facts(case, "medicine")
    if request.method == "POST":
        answer = "all" if told else "none"
        sheet = assess.open_sheet(
            case=case,
            form_ref=sources.intake_ref(MEDICINES),
            point=POINT,
            mode=Mode.SELF,
            by=person,
            now=now,
        )
        given = {"medicines.all": answer}
        saved = assess.save_answers(sheet=sheet, given=given, by=person, now=now, whole_page=True)
        assess.finish_sheet(sheet=saved.sheet, by=person, now=now)
        return redirect("intake:home")
    return _page(request, case, "medicines", {"told": told})


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Stop taking part; what happens then is said before."""
    person, now = signed_in(request), timezone.now()
    case = _taking_part(request)
    form = WithdrawForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        erase = form.cleaned_data["erase"]
        actions.withdraw(case=case, erase=erase, by=person, now=now)
        return redirect("intake:ended")
    shown = {"form": form, "text": content.consent(), "waiting": queries.waiting(case, now=now)}
    return _page(request, case, "withdraw", shown)


@require_GET
def ended(request: HttpRequest) -> HttpResponse:
    """After stopping: help, one's own answers and the way back stay."""
    now = timezone.now()
    case = queries.own_case(signed_in(request), now=now)
    if queries.consent_of(case) is not None:
        return redirect("intake:home")
    finished = [sheet for sheet in answers.sheets_of(case) if sheet.finished_at]
    last = Consent.objects.filter(case=case).first()
    shown = {
        "sheets": [(sheet, sources.source_of(sheet).form.title) for sheet in finished],
        "erasure_asked": bool(last and last.erasure_asked),
        "waiting": queries.waiting(case, now=now),
    }
    return _page(request, case, "ended", shown)


@require_GET
def opened(request: HttpRequest) -> HttpResponse:
    """Who opened my record."""
    now = timezone.now()
    person = signed_in(request)
    case = queries.own_case(person, now=now)
    check_allowed(person, Act.SEE, Object.OWN_AUDIT, case, now=now, own=True)
    page = page_number(request)
    lines, more = queries.opened_by(case, page=page)
    shown = {"lines": lines, "page": page, "next": page + 1 if more else None}
    return _page(request, case, "opened", shown)


def page_number(request: HttpRequest) -> int:
    """The page of a list; the first where the address names none."""
    given = request.GET.get("page", "1")
    return max(1, int(given)) if given.isdecimal() and len(given) < 6 else 1


def _taking_part(request: HttpRequest) -> Case:
    case = queries.own_case(signed_in(request), now=timezone.now())
    if queries.consent_of(case) is None:
        raise NotAllowed("Read and agree first, on your page. Help now works at any time.")
    actions.check_may_ask(case.site)
    return case
