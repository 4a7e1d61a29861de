"""Reading who is invited, how far they are, and who opened a record."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.domain.action_code import ActionCode
from remit.domain.clearance import asks_again_before
from remit.domain.flag import FlagState, Move
from remit.domain.service import ServiceLevel
from remit.errors import NotFound
from remit.web.assess import queries as assess
from remit.web.assess.models import FormKind, Sheet
from remit.web.cases.models import Case
from remit.web.cases.sealed import plain_subject
from remit.web.consult.clearance_facts import STAGE_ONE, newest_clearance
from remit.web.consult.models import Clearance
from remit.web.intake.models import Consent, Invitation
from remit.web.intake.parts import Progress, progress
from remit.web.notices import queries as notices
from remit.web.notices.models import Flag
from remit.web.notices.site_time import site_time
from remit.web.people import audit
from remit.web.people.models import AuditEvent, Membership, Person, Role, Site
from remit.web.people.permissions import Act, Object, allowed, check_allowed, roles_with
from remit.web.people.site_day import site_day

PAGE = 50
_ACTS = {
    "viewed": gettext_lazy("opened the record"),
    "opened": gettext_lazy("made the record"),
    "added": gettext_lazy("added something"),
    "withdrew": gettext_lazy("took something out"),
    "recorded": gettext_lazy("wrote something down"),
    "finished": gettext_lazy("finished a form"),
    "began": gettext_lazy("began a form"),
    "exported": gettext_lazy("took a report out"),
    "shared": gettext_lazy("let you read something"),
    "took back a share": gettext_lazy("took back something that you could read"),
    "signed": gettext_lazy("signed"),
    "invited": gettext_lazy("invited you"),
    "accepted": gettext_lazy("opened the invitation"),
    "consented": gettext_lazy("agreed"),
    "broke glass": gettext_lazy("opened the record in an emergency, with a reason"),
    "closed": gettext_lazy("a form stopped at an urgent answer"),
    "called": gettext_lazy("said that help was called"),
    "read out a code": gettext_lazy("read a code out for you"),
    "took back": gettext_lazy("took the invitation back"),
    "asked for erasure": gettext_lazy("stopped taking part and asked for erasure"),
    "took up": gettext_lazy("went on with a form"),
    "left": gettext_lazy("closed a form that was half filled"),
}
# A flag's own words ("escalated", "downgraded") are the staff's; one neutral line each is enough.
_RAISED = gettext_lazy("noted an answer for the clinic to look at")
_LOOKED_AFTER = gettext_lazy("looked after an answer that needed care")
_WORKED = gettext_lazy("worked on the record")
_STOPPED = gettext_lazy("stopped taking part")


def has_case(person: Person) -> bool:
    """Whether the person takes part, or took part, somewhere."""
    return Case.objects.filter(participant=person, origin=Case.Origin.LIVE).exists()


def reach_of(case: Case) -> dict[str, str]:
    """How to reach the participant, as they told: for who plans the visit, and in an emergency."""
    latest = assess.latest_values(case)
    keys = ("phone", "address", "today", "person", "person_phone")
    return {key: str(latest.get(f"contact.{key}", "")) for key in keys}


def own_case(person: Person, *, now: datetime) -> Case:
    """The participant's own case; of several, first one with an open emergency, then one that
    holds a consent, then the newest: an invitation by another clinic hides nothing.

    Raises:
        NotFound: the person takes part nowhere.
    """
    case = unchecked_own_case(person)
    check_allowed(person, Act.SEE, Object.CONTACT, case, now=now, own=True)
    return case


def unchecked_own_case(person: Person) -> Case:
    """The same for a caller whose action checks the permission itself.

    Raises:
        NotFound: the person takes part nowhere.
    """
    # The list of cases is for staff (CASE_LIST); the person's own is found by itself.
    mine = Case.objects.filter(participant=person, origin=Case.Origin.LIVE)
    rows = mine.select_related("site", "data_key")
    found = list(rows.order_by()[:2])
    # One is what nearly everybody has, and every page of theirs begins here.
    case = (
        rows.order_by(*_first_of_several()).first() if len(found) > 1 else next(iter(found), None)
    )
    if case is None:
        raise NotFound("There is no page for you yet. Ask your clinic.")
    case.participant = person
    return case


def _first_of_several() -> tuple[OrderBy | str, ...]:
    return (
        Exists(_open_emergencies().filter(case=OuterRef("pk"))).desc(),
        Exists(Consent.objects.filter(case=OuterRef("pk"), withdrawn_at=None)).desc(),
        "-opened_at",
    )


def consent_of(case: Case) -> Consent | None:
    """The consent that holds now."""
    return Consent.objects.filter(case=case, withdrawn_at=None).first()


def progress_of(case: Case, *, now: datetime) -> Progress:
    """How far the participant is."""
    sheets = assess.sheets_of(case)
    seen = newest_clearance(case) is not None
    once_more = not seen and _long_ago(case.site, sheets, now)
    return progress(sheets, assess.latest_values(case), once_more=once_more)


def _long_ago(site: Site, sheets: list[Sheet], now: datetime) -> bool:
    """Whether the safety questions were answered, and too long ago to start from (A.7)."""
    times = [
        sheet.finished_at
        for sheet in sheets
        if sheet.form_kind == FormKind.SCREENING and sheet.stage in STAGE_ONE and sheet.finished_at
    ]
    return bool(times) and asks_again_before(site_day(site, max(times)), site_day(site, now))


@dataclass(frozen=True)
class Waiting:
    """What the participant is told of the clinic's part; never a finding.

    Attributes:
        code: the most urgent open code.
        promise: who acts by when, as the site keeps it.
    """

    code: ActionCode
    promise: str

    @property
    def is_emergency(self) -> bool:
        """Whether everything else rests until somebody has written what came of it."""
        return self.code is ActionCode.EMERGENCY


def waiting(case: Case, *, now: datetime) -> Waiting | None:
    """What is still with the clinic, in the sentence its service allows."""
    line = next(iter(notices.open_flags(case, now=now)), None)  # the most urgent stands first
    if line is None:
        return None
    return Waiting(line.code, notices.promise_for(case.site, line, now=now))


def rests(case: Case) -> bool:
    """Whether an open emergency flag lets nothing else be asked."""
    return _emergencies([case]).exists()


def _emergencies(cases: list[Case]) -> QuerySet[Flag]:
    return _open_emergencies().filter(case__in=cases)


def _open_emergencies() -> QuerySet[Flag]:
    flags = Flag.objects.filter(code=ActionCode.EMERGENCY.value)
    return flags.exclude(state=FlagState.RECORDED.value)


@dataclass(frozen=True)
class InvitedLine:
    """One line of the list of invited people."""

    case: Case
    name: str
    state: str
    progress: Progress | None
    next_step: str


def invited(person: Person, *, now: datetime, page: int = 1) -> tuple[list[InvitedLine], bool]:
    """One page of everybody invited at the person's sites, and whether there is more; no answers.

    Progress is shown as counts: a coordinator sees that a form is done, not what it says, so no
    answer is unsealed for the list.
    """
    visible = Case.objects.visible_to(person, now=now).filter(participant__isnull=False)
    rows = visible.select_related("site", "data_key", "participant")
    cases = list(rows[(page - 1) * PAGE : page * PAGE + 1])
    shown = cases[:PAGE]
    known = _known(shown, now)
    lines = [_line(case, known, person, now) for case in shown]
    for site in {line.case.site for line in lines}:
        count = sum(line.case.site == site for line in lines)
        audit.record_list_view(by=person, now=now, site=site, object_type="invitation", count=count)
    return lines, len(cases) > PAGE


@dataclass(frozen=True)
class _Known:
    """What the lines of one page need, each read once for all of them; sets hold ids of cases."""

    sheets: dict[UUID, list[Sheet]]
    takes_part: set[UUID]
    consented: set[UUID]
    resting: set[UUID]
    seen: set[UUID]
    link_open: set[UUID]
    accepted: set[UUID]


def _known(cases: list[Case], now: datetime) -> _Known:
    sheets: dict[UUID, list[Sheet]] = {}
    for sheet in Sheet.objects.filter(case__in=cases).defer("sealed_result"):
        sheets.setdefault(sheet.case_id, []).append(sheet)
    consents = list(Consent.objects.filter(case__in=cases))
    invitations = list(Invitation.objects.filter(case__in=cases))
    return _Known(
        sheets=sheets,
        takes_part={row.case_id for row in consents if row.withdrawn_at is None},
        consented={row.case_id for row in consents},
        resting=set(_emergencies(cases).values_list("case_id", flat=True)),
        seen=set(Clearance.objects.filter(case__in=cases).values_list("case_id", flat=True)),
        link_open={row.case_id for row in invitations if row.is_open(now)},
        accepted={row.case_id for row in invitations if row.used_at is not None},
    )


def _line(case: Case, known: _Known, person: Person, now: datetime) -> InvitedLine:
    name = str(plain_subject(case)["name"])
    if case.pk in known.takes_part:
        sheets = known.sheets.get(case.pk, [])
        once_more = case.pk not in known.seen and _long_ago(case.site, sheets, now)
        found = progress(sheets, {}, once_more=once_more)
        if case.pk in known.resting:
            if allowed(person, Act.SEE, Object.FLAG, case, now=now):
                return InvitedLine(case, name, _("an urgent answer"), found, _("See flags"))
            # That there was an urgent answer is clinical; that it rests is needed to plan.
            return InvitedLine(case, name, _("rests"), found, _("The clinician goes on"))
        if found.open_required:
            return InvitedLine(case, name, _("filling in"), found, _("Wait, or offer a call"))
        return InvitedLine(case, name, _("ready for the visit"), found, _("Plan the visit"))
    if case.pk in known.consented:
        return InvitedLine(case, name, _("withdrew"), None, "")
    if case.pk not in known.link_open:
        accepted = case.pk in known.accepted
        ended = _("has not agreed yet") if accepted else _("link expired or taken back")
        return InvitedLine(case, name, ended, None, _("Invite again"))
    return InvitedLine(case, name, _("invited"), None, _("Wait, or read out a code"))


def open_invitation(case: Case, *, now: datetime) -> Invitation | None:
    """The invitation whose link still opens."""
    return Invitation.objects.filter(
        case=case, used_at=None, replaced_at=None, expires_at__gt=now
    ).first()


def invited_case(person: Person, pk: UUID, *, now: datetime) -> Case:
    """A participant's case for who invites; opening it is noted.

    Raises:
        NotFound: not at the person's sites.
    """
    rows = Case.objects.filter(participant__isnull=False)
    found = rows.select_related("site", "data_key", "participant")
    case: Case = found.one_visible_to(person, now=now, pk=pk)
    check_allowed(person, Act.SEE, Object.CONTACT, case, now=now)
    audit.record_view(by=person, now=now, site=case.site, object_id=case.pk)
    return case


def sites_to_invite(person: Person) -> list[Site]:
    """The sites at which the person invites."""
    roles = roles_with(Act.CHANGE, Object.CONTACT)
    held = Membership.objects.filter(person=person, role__in=roles).values("site")
    return list(Site.objects.filter(pk__in=held))


def who_sees() -> list[tuple[str, str]]:
    """Which roles see what of a participant, made from the permissions themselves."""
    shown = (
        (Object.FORMS, _("your answers")),
        (Object.CONTACT, _("your name and how to reach you, and how far you are")),
        (Object.FLAG, _("answers that need somebody's care")),
        (Object.HISTORY, _("what you told about your life and your health")),
    )
    lines = []
    for what, words in shown:
        roles = sorted(Role(role).label for role in roles_with(Act.SEE, what))
        lines.append((words, ", ".join(roles)))
    return lines


@dataclass(frozen=True)
class Opened:
    """One line of who opened a record."""

    at: datetime
    when: str
    who: str
    role: str
    act: str


def opened_by(case: Case, *, page: int) -> tuple[list[Opened], bool]:
    """Who saw or changed this record, newest first, and whether there is more."""
    about = Q(object_id=str(case.pk)) | Q(detail__contains=f'"{case.pk}"')
    events: QuerySet[AuditEvent] = AuditEvent.objects.filter(
        about, site=str(case.site_id)
    ).order_by("-at", "-pk")
    # That the system told somebody further says nothing about who saw the record.
    events = events.exclude(actor="system", object_type="flag", act=Move.ESCALATE.value)
    rows = list(events[(page - 1) * PAGE : page * PAGE + 1])
    people = Person.objects.in_bulk([int(row.actor) for row in rows if row.actor.isdigit()])
    roles = _roles(case.site, people)
    level = notices.service(case.site)
    lines = [_opened(row, case, people, roles, level) for row in rows[:PAGE]]
    return lines, len(rows) > PAGE


def _opened(
    row: AuditEvent,
    case: Case,
    people: dict[int, Person],
    roles: dict[int, str],
    level: ServiceLevel,
) -> Opened:
    pk = int(row.actor) if row.actor.isdigit() else 0
    if pk and pk == case.participant_id:
        who, role = _("you"), ""
    elif pk in people:
        who, role = people[pk].display_name, roles.get(pk, "")
    else:
        who, role = _("the system"), ""
    return Opened(row.at, site_time(row.at, level), who, role, act_words(row))


def act_words(row: AuditEvent) -> str:
    """What was done, in words for the participant; never the audit log's own."""
    if row.object_type == "flag":
        return str(_RAISED if row.act in (Move.RAISE, Move.RAISE_HIGHER) else _LOOKED_AFTER)
    if row.act == "withdrew" and row.object_type == "participation":
        return str(_STOPPED)
    return str(_ACTS.get(row.act, _WORKED))


def _roles(site: Site, people: dict[int, Person]) -> dict[int, str]:
    held = Membership.objects.filter(site=site, person__in=people.values())
    found: dict[int, str] = {}
    for row in held:
        label = str(Role(row.role).label)
        found[row.person_id] = (
            f"{found[row.person_id]}, {label}" if row.person_id in found else label
        )
    return found
