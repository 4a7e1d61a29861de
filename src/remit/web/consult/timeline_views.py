"""Timeline, table and opinions: parse, call one, render. A fragment runs no statistics."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from remit.domain.facts import Answer
from remit.domain.taxonomy import GROUPS, TAXONOMY, EventCode
from remit.errors import InvalidInput, NotFound
from remit.pathways.consult import timeline
from remit.pathways.consult.keptrows import read_rows
from remit.pathways.consult.links import LinkSettings
from remit.web.cases.models import Case
from remit.web.consult import queries
from remit.web.consult.drawn_life import Life, flagged_facts, life_of
from remit.web.consult.evidence import Evidence, answer_words, evidences
from remit.web.consult.figure import Figure, dots, figure, shown_of
from remit.web.consult.links_found import asked_first
from remit.web.consult.models import Entry
from remit.web.consult.opinions import OpinionClash, Side, set_opinion
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, allowed, check_allowed
from remit.web.people.views import signed_in

FRAGMENT, ROWS, SCRIPT = "X-Fragment", "X-Timeline-Rows", "X-Remit"


@require_GET
@vary_on_headers(FRAGMENT, ROWS)
def timeline_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The timeline: a whole page, or the picture or one evidence where a script asks for it."""
    person, now = signed_in(request), timezone.now()
    case = queries.open_case(person, pk, Object.TIMELINE, now=now)
    fragment = request.headers.get(FRAGMENT)
    if fragment in {"timeline", "evidence"}:
        return _fragment(request, case, fragment, by=person, now=now)
    report = queries.report_of(case)
    drawn = _drawn(request, case, report, by=person, now=now)
    found = evidences(report, drawn.timeline)
    shown = {
        **may(case, person, now=now),
        "case": case,
        "report": report,
        "name": report.history.subject.name,
        "figure": drawn,
        "tab": "timeline",
        "evidences": found,
        "asked_first": asked_first(case),
        "focus": _focus(found, request.GET),
        "dots": dots(report.association.chance_of_100),
        "may_see_chance": allowed(person, Act.SEE, Object.CHANCE, case, now=now),
    }
    return render(request, "consult/timeline.html", shown)


def may(case: Case, person: Person, *, now: datetime) -> dict[str, bool]:
    """What the person may do beside reading; a published case is only read."""
    changes = allowed(person, Act.CHANGE, Object.HISTORY, case, now=now)
    return {"may_add": changes, "may_give": changes and case.origin != Case.Origin.PUBLISHED}


def _drawn(request: HttpRequest, case: Case, life: Life, *, by: Person, now: datetime) -> Figure:
    return figure(
        life,
        request.GET,
        flagged=flagged_facts(case, by, now=now),
        shown=shown_of(request.GET),
        kept=read_rows(request.headers.get(ROWS) or request.GET.get("rows", "")),
    )


def _fragment(
    request: HttpRequest, case: Case, fragment: str, *, by: Person, now: datetime
) -> HttpResponse:
    """The picture alone, or what stands beside one link."""
    life = life_of(case)
    shown: dict[str, object] = {**may(case, by, now=now), "case": case, "fragment_list": True}
    if fragment == "timeline":
        shown["figure"] = _drawn(request, case, life, by=by, now=now)
        return render(request, "consult/figure.html", shown)
    found = evidences(life, timeline.build(life.chronology, life.links))
    evidence = _focus(found, request.GET)
    if evidence is None:
        raise NotFound(_("These two facts are not close in time in this record."))
    shown |= {"evidences": found, "evidence": evidence, "name": life.history.subject.name}
    shown["asked_first"] = asked_first(case)
    return render(request, "consult/evidence.html", shown)


def _focus(found: tuple[Evidence, ...], asked: QueryDict) -> Evidence | None:
    return next((one for one in found if one.link.id == asked.get("link")), None)


@require_GET
def table_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same facts as a table, in the same order, with every action of the picture."""
    person, now = signed_in(request), timezone.now()
    case = queries.open_case(person, pk, Object.TIMELINE, now=now)
    life = life_of(case)
    drawn = _drawn(request, case, life, by=person, now=now)
    shown = {
        **may(case, person, now=now),
        "case": case,
        "subject": life.history.subject,
        "name": life.history.subject.name,
        "figure": drawn,
        "rows": timeline.table_rows(drawn.timeline),
        "facts": frozenset(fact.id for fact in life.history.facts()),
        "evidences": evidences(life, drawn.timeline),
        "tab": "timeline",
    }
    return render(request, "consult/table.html", shown)


@require_GET
def edit_fact(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """From a fact of the picture to the page on which it is corrected."""
    person, now = signed_in(request), timezone.now()
    case = queries.open_case(person, pk, Object.HISTORY, now=now)
    check_allowed(person, Act.CHANGE, Object.HISTORY, case, now=now)
    standing = Entry.objects.visible_to(person, now=now).filter(case=case, withdrawn_at=None)
    entry = standing.filter(key=key).first()
    if entry is None:
        raise NotFound(_("There is no such fact in this case."))
    return redirect("consult:fact", pk=case.pk, entry=entry.pk)


@dataclass(frozen=True)
class _Sent:
    """An opinion as it was sent."""

    side: Side
    opinion: Answer
    was: Answer


@require_POST
def opinion(request: HttpRequest, pk: UUID, stressor: str, symptom: str) -> HttpResponse:
    """Keep what one of the two says of a link."""
    person, now = signed_in(request), timezone.now()
    case = queries.open_case(person, pk, Object.TIMELINE, now=now)
    sent = _sent(request.POST)
    try:
        set_opinion(
            case=case,
            stressor=stressor,
            symptom=symptom,
            side=sent.side,
            opinion=sent.opinion,
            was=sent.was,
            by=person,
            now=now,
        )
    except OpinionClash as clash:
        return _clash(request, case, stressor, symptom, clash)
    if request.headers.get(SCRIPT) == "script":
        return JsonResponse(_receipt(case, stressor, symptom, sent, by=person, now=now))
    return redirect(_back(request.POST, case, f"{stressor}-{symptom}"))


def _sent(given: QueryDict) -> _Sent:
    try:
        return _Sent(
            Side(given.get("side", "")),
            Answer(given.get("opinion", "")),
            Answer(given.get("was", Answer.NOT_ASKED.value)),
        )
    except ValueError as error:
        raise InvalidInput(_("An opinion is yes, no or unsure.")) from error


def _receipt(
    case: Case, stressor: str, symptom: str, sent: _Sent, *, by: Person, now: datetime
) -> dict[str, str]:
    """What the server holds now, in words; read again, because the case has a next version."""
    held = Case.objects.select_related("site", "data_key").one_visible_to(by, now=now, pk=case.pk)
    life = life_of(held)
    found = evidences(life, timeline.build(life.chronology, life.links))
    one = next((one for one in found if one.link.id == f"{stressor}-{symptom}"), None)
    return {
        "saved": timezone.localtime(now).strftime("%H:%M"),
        "side": sent.side.value,
        "opinion": sent.opinion.value,
        "words": answer_words(sent.opinion),
        "known": one.known if one is not None else "",
    }


def _clash(
    request: HttpRequest, case: Case, stressor: str, symptom: str, clash: OpinionClash
) -> HttpResponse:
    """Both answers, and the choice between them."""
    shown = {
        "clash": True,
        "sentence": str(clash),
        "side": clash.side.value,
        "theirs": clash.theirs.value,
        "theirs_words": answer_words(clash.theirs),
        "yours": clash.yours.value,
        "yours_words": answer_words(clash.yours),
    }
    if request.headers.get(SCRIPT) == "script":
        both = _("Written meanwhile: %(theirs)s. Your choice: %(yours)s. Press again to change it.")
        words = {"theirs": shown["theirs_words"], "yours": shown["yours_words"]}
        return JsonResponse({**shown, "sentence": both % words}, status=409)
    link = f"{stressor}-{symptom}"
    shown |= {"case": case, "stressor": stressor, "symptom": symptom, "tab": "timeline"}
    shown |= {"back": request.POST.get("back", ""), "leave": _back(request.POST, case, link)}
    return render(request, "consult/opinion_clash.html", shown, status=409)


def _back(given: QueryDict, case: Case, link: str) -> str:
    """The page that the opinion was given on."""
    page = given.get("back", "")
    page = page if page in {"table", "together"} else "timeline"
    return f"{reverse(f'consult:{page}', kwargs={'pk': case.pk})}?link={link}"


@require_GET
def what_counts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What may count as a stressor and how near is near: fixed for everybody, read only."""
    person, now = signed_in(request), timezone.now()
    case = queries.open_case(person, pk, Object.TIMELINE, now=now)
    settings = LinkSettings()
    codes = sorted(TAXONOMY.values(), key=lambda one: one.code)
    shown = {
        "case": case,
        "name": queries.name_of(case),
        "tab": "timeline",
        "settings": settings,
        "months": round(settings.window_days / 30.4375),
        "years": round(settings.telling_days / 365.25),
        "groups": _groups([one for one in codes if one.code in settings.stressor_codes]),
        "others": [one for one in codes if one.code not in settings.stressor_codes],
    }
    return render(request, "consult/what_counts.html", shown)


def _groups(codes: list[EventCode]) -> list[tuple[str, list[EventCode]]]:
    found = [(words, [one for one in codes if one.group == key]) for key, words in GROUPS.items()]
    return [(words, of_group) for words, of_group in found if of_group]
