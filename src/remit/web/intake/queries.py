"""Reading who is invited, how far they are, and who opened a record."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.domain.action_code import ActionCode
from remit.domain.service import ServiceLevel
from remit.errors import NotFound
from remit.web.assess import queries as assess
from remit.web.cases.models import Case
from remit.web.cases.sealed import plain_subject
from remit.web.intake.models import Consent, Invitation
from remit.web.intake.parts import Progress, progress
from remit.web.notices import queries as notices
from remit.web.notices.site_time import site_time
from remit.web.people import audit
from remit.web.people.models import AuditEvent, Membership, Person, Role, Site
from remit.web.people.permissions import Act, Object, allowed, check_allowed, roles_with

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
    "signed": gettext_lazy("signed"),
    "invited": gettext_lazy("invited you"),
    "accepted": gettext_lazy("opened the invitation"),
    "consented": gettext_lazy("agreed"),
    "broke glass": gettext_lazy("opened the record in an emergency, with a reason"),
    "stopped": gettext_lazy("a form stopped at an urgent answer"),
    "called": gettext_lazy("said that help was called"),
    "read out a code": gettext_lazy("read a code out for you"),
    "took back": gettext_lazy("took the invitation back"),
    "asked for erasure": gettext_lazy("stopped taking part and asked for erasure"),
}
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
    """The participant's own case; with several clinics, the newest.

    Raises:
        NotFound: the person takes part nowhere.
    """
    # The list of cases is for staff (CASE_LIST); the person's own is found by itself.
    mine = Case.objects.filter(participant=person, origin=Case.Origin.LIVE)
    case = mine.select_related("site", "data_key", "participant").first()
    if case is None:
        raise NotFound("There is no page for you yet. Ask your clinic.")
    check_allowed(person, Act.SEE, Object.CONTACT, case, now=now, own=True)
    return case


def consent_of(case: Case) -> Consent | None:
    """The consent that holds now."""
    return Consent.objects.filter(case=case, withdrawn_at=None).first()


def progress_of(case: Case) -> Progress:
    """How far the participant is."""
    return progress(assess.sheets_of(case), assess.latest_values(case))


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
    lines = [line for line in notices.open_flags(case, now=now) if line.code is not None]
    if not lines:
        return None
    code = max((line.code for line in lines), key=lambda one: one.urgency)
    return Waiting(code, notices.promise(case.site, code, now=now))


def rests(case: Case, *, now: datetime) -> bool:
    """Whether an open emergency flag lets nothing else be asked."""
    found = waiting(case, now=now)
    return found is not None and found.is_emergency


@dataclass(frozen=True)
class InvitedLine:
    """One line of the list of invited people."""

    case: Case
    name: str
    state: str
    progress: Progress | None
    next_step: str


def invited(person: Person, *, now: datetime) -> list[InvitedLine]:
    """Everybody invited at the person's sites, with how far they are; no answers.

    Progress is shown as counts: a coordinator sees that a form is done, not what it says.
    """
    visible = Case.objects.visible_to(person, now=now).filter(participant__isnull=False)
    rows = visible.select_related("site", "data_key", "participant")
    lines = [_line(case, person, now) for case in rows]
    for site in {line.case.site for line in lines}:
        count = sum(line.case.site == site for line in lines)
        audit.record_list_view(by=person, now=now, site=site, object_type="invitation", count=count)
    return lines


def _line(case: Case, person: Person, now: datetime) -> InvitedLine:
    name = str(plain_subject(case)["name"])
    consent = consent_of(case)
    if consent is not None:
        found = progress_of(case)
        if rests(case, now=now):
            if allowed(person, Act.SEE, Object.FLAG, case, now=now):
                return InvitedLine(case, name, _("an urgent answer"), found, _("See flags"))
            # That there was an urgent answer is clinical; that it rests is needed to plan.
            return InvitedLine(case, name, _("rests"), found, _("The clinician goes on"))
        if found.open_required:
            return InvitedLine(case, name, _("filling in"), found, _("Wait, or offer a call"))
        return InvitedLine(case, name, _("ready for the visit"), found, _("Plan the visit"))
    if Consent.objects.filter(case=case).exists():
        return InvitedLine(case, name, _("withdrew"), None, "")
    open_one = open_invitation(case, now=now)
    if open_one is None:
        ended = _("has not agreed yet") if _accepted(case) else _("link expired or taken back")
        return InvitedLine(case, name, ended, None, _("Invite again"))
    return InvitedLine(case, name, _("invited"), None, _("Wait, or read out a code"))


def _accepted(case: Case) -> bool:
    return Invitation.objects.filter(case=case, used_at__isnull=False).exists()


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
    stopped = row.act == "withdrew" and row.object_type == "participation"
    words = str(_STOPPED if stopped else _ACTS.get(row.act, row.act))
    return Opened(row.at, site_time(row.at, level), who, role, words)


def _roles(site: Site, people: dict[int, Person]) -> dict[int, str]:
    held = Membership.objects.filter(site=site, person__in=people.values())
    found: dict[int, str] = {}
    for row in held:
        label = str(Role(row.role).label)
        found[row.person_id] = (
            f"{found[row.person_id]}, {label}" if row.person_id in found else label
        )
    return found
