"""Who may do what: one table, two functions that read it, and the page generated from it."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from remit.errors import NotAllowed
from remit.web.people.models import BreakGlass, Membership, Person, Role, Site


class Act(StrEnum):
    SEE = "see"
    CHANGE = "change"
    SIGN = "sign"
    EXPORT = "export"


class Object(StrEnum):
    """What permissions speak of. The second half waits for its houses (see FUTURE)."""

    SITE_SETTINGS = "site settings"
    SERVICE = "service hours, duty list and crisis contacts"
    APPROVAL = "approval of clinical content"
    ACCOUNTS = "person accounts"
    AUDIT_LOG = "audit log"
    CASE_LIST = "case list"
    CONTACT = "invitation and contact"
    FORMS = "forms and answers"
    CONSULTATION = "consultation and screening"
    INNER_LIFE = "childhood, adversity, traits, feelings and links"
    CLEARANCE = "clearance and restrictions"
    HISTORY = "case history"
    TIMELINE = "timeline"
    CHANCE = "chance statistics tab"
    FORMULATION = "formulation"
    LETTER = "letters and visit notes"
    SHARED = "what is shared with the participant"
    PROCESS_NOTE = "process notes"
    REPORT = "case report"
    WORKSHOP = "workshop and its names"
    DOSE = "dose and ratings"
    FLAG = "flags"
    OWN_AUDIT = "who opened my record"
    VISIT = "trial visits and outcome interviews"
    ALLOCATION = "allocation"
    ANALYSIS = "de-identified trial data, arms A/B"


FUTURE = frozenset({Object.VISIT, Object.ALLOCATION, Object.ANALYSIS})


class Scope(StrEnum):
    """How far a grant reaches within the sites where the role is held."""

    SITE = "whole site"
    OWN = "own or assigned only"


_S, _C, _G, _E = Act.SEE, Act.CHANGE, Act.SIGN, Act.EXPORT
_Grant = tuple[frozenset[Act], Scope]


def _whole(*acts: Act) -> _Grant:
    return frozenset(acts), Scope.SITE


def _own(*acts: Act) -> _Grant:
    return frozenset(acts), Scope.OWN


# What is not here is not allowed.
MATRIX: dict[tuple[Object, Role], _Grant] = {
    (Object.SITE_SETTINGS, Role.ADMINISTRATOR): _whole(_S, _C),
    (Object.ACCOUNTS, Role.ADMINISTRATOR): _whole(_S, _C),
    (Object.SERVICE, Role.ADMINISTRATOR): _whole(_S, _C),
    (Object.SERVICE, Role.CLINICIAN): _whole(_S, _C),
    (Object.SERVICE, Role.FACILITATOR): _whole(_S),
    (Object.SERVICE, Role.COORDINATOR): _whole(_S),
    (Object.APPROVAL, Role.CLINICIAN): _whole(_S, _G),
    (Object.APPROVAL, Role.ADMINISTRATOR): _whole(_S),
    (Object.AUDIT_LOG, Role.ADMINISTRATOR): _whole(_S, _E),
    (Object.CASE_LIST, Role.CLINICIAN): _whole(_S, _C),
    (Object.CASE_LIST, Role.COORDINATOR): _whole(_S, _C),
    (Object.CONTACT, Role.CLINICIAN): _whole(_S, _C),
    (Object.CONTACT, Role.COORDINATOR): _whole(_S, _C),
    (Object.CONTACT, Role.PARTICIPANT): _own(_S, _C),
    (Object.FORMS, Role.CLINICIAN): _whole(_S, _C),
    (Object.FORMS, Role.PARTICIPANT): _own(_S, _C),
    (Object.OWN_AUDIT, Role.PARTICIPANT): _own(_S),
    (Object.CONSULTATION, Role.CLINICIAN): _whole(_S, _C, _G),
    (Object.INNER_LIFE, Role.CLINICIAN): _whole(_S, _C),
    (Object.CLEARANCE, Role.CLINICIAN): _whole(_S, _C, _G),
    (Object.CLEARANCE, Role.FACILITATOR): _own(_S),
    (Object.HISTORY, Role.CLINICIAN): _whole(_S, _C, _E),
    (Object.HISTORY, Role.PARTICIPANT): _own(_C),  # adds what they tell; reads it in their forms
    (Object.TIMELINE, Role.CLINICIAN): _whole(_S, _E),
    (Object.CHANCE, Role.CLINICIAN): _whole(_S),
    (Object.FORMULATION, Role.CLINICIAN): _whole(_S, _C, _G, _E),
    (Object.LETTER, Role.CLINICIAN): _whole(_S, _C, _G, _E),
    (Object.SHARED, Role.CLINICIAN): _whole(_S, _C),
    (Object.SHARED, Role.PARTICIPANT): _own(_S),
    (Object.PROCESS_NOTE, Role.CLINICIAN): _own(_S, _C),  # own means its author, or a named reader
    (Object.PROCESS_NOTE, Role.FACILITATOR): _own(_S, _C),
    (Object.REPORT, Role.CLINICIAN): _whole(_S, _G, _E),
    (Object.WORKSHOP, Role.CLINICIAN): _whole(_S),
    (Object.WORKSHOP, Role.FACILITATOR): _own(_S, _C),
    (Object.WORKSHOP, Role.COORDINATOR): _whole(_S, _C),
    (Object.DOSE, Role.PARTICIPANT): _own(_S, _C),
    (Object.DOSE, Role.CLINICIAN): _whole(_S),
    (Object.DOSE, Role.FACILITATOR): _own(_S),
    (Object.FLAG, Role.CLINICIAN): _whole(_S, _C),
    (Object.FLAG, Role.FACILITATOR): _own(_S, _C),
    (Object.VISIT, Role.ASSESSOR): _own(_S, _C),
    (Object.VISIT, Role.COORDINATOR): _whole(_S, _C),
    (Object.ALLOCATION, Role.STATISTICIAN): _whole(_S),
    (Object.ANALYSIS, Role.STATISTICIAN): _whole(_S, _E),
}

# Emergency access opens reading only, of what an emergency can need (CLINICAL H.3, the minimum):
# no childhood, adversity, feelings or links, no process note, no formulation, letter or share.
BREAK_GLASS_OPENS = frozenset(
    {
        Object.CASE_LIST,
        Object.CONSULTATION,
        Object.CLEARANCE,
        Object.HISTORY,
        Object.TIMELINE,
        Object.REPORT,
    }
)


class SiteBound(Protocol):
    """Anything that has one site: a case, a workshop, a notice."""

    @property
    def pk(self) -> object:
        """Its key."""

    @property
    def site_id(self) -> int:
        """The site it hangs on."""


def roles_at(person: Person, site_id: int) -> frozenset[Role]:
    """The roles a person holds at one site; none for a closed account."""
    if not person.is_active:
        return frozenset()
    held = Membership.objects.filter(person=person, site_id=site_id)
    return frozenset(Role(role) for role in held.values_list("role", flat=True))


def roles_with(act: Act, what: Object, *, own: bool = False) -> frozenset[Role]:
    """The roles that the table lets do this; `own` adds those limited to their own."""
    return frozenset(
        role
        for (on, role), (acts, scope) in MATRIX.items()
        if on is what and act in acts and (own or scope is Scope.SITE)
    )


def participant_sees(what: Object) -> bool:
    """Whether the table shows this to the participant whose own it is."""
    acts, _ = MATRIX.get((what, Role.PARTICIPANT), (frozenset(), Scope.OWN))
    return Act.SEE in acts


def check_allowed(
    person: Person,
    act: Act,
    what: Object,
    where: Site | SiteBound,
    *,
    now: datetime,
    own: bool = False,
) -> None:
    """Raise NotAllowed, saying why, unless the table or an open emergency access allows it.

    Parameters:
        where: the site, or the case (or another thing with one site) that is acted on.
        own: the caller found that it is the person's own: their workshop, their assigned visit.
    """
    site_id = where.pk if isinstance(where, Site) else where.site_id
    held = roles_at(person, site_id)
    needed = roles_with(act, what, own=own)
    if held & needed:
        return
    emergency = act is Act.SEE and what in BREAK_GLASS_OPENS and Role.ASSESSOR not in held
    if emergency and not isinstance(where, Site) and _glass_is_broken(person, where, now):
        return
    if not held:
        raise NotAllowed("You have no role at this site.")
    if held & roles_with(act, what, own=True):
        raise NotAllowed(f"You may {act} the {what} only of your own or what you are assigned to.")
    if not needed:
        raise NotAllowed(f"Nobody may {act} the {what} here.")
    who = " or ".join(sorted(Role(role).label for role in needed))
    raise NotAllowed(f"Only a {who} of this site may {act} the {what}.")


def allowed(
    person: Person,
    act: Act,
    what: Object,
    where: Site | SiteBound,
    *,
    now: datetime,
    own: bool = False,
) -> bool:
    """The same answer for templates and branches."""
    try:
        check_allowed(person, act, what, where, now=now, own=own)
    except NotAllowed:
        return False
    return True


def sites_where(person: Person, act: Act, what: Object) -> list[int]:
    """Ids of the sites where the person may do this to everything of the kind."""
    if not person.is_active:
        return []
    held = Membership.objects.filter(person=person, role__in=roles_with(act, what))
    return sorted(set(held.values_list("site_id", flat=True)))


def may_ever(person: Person, act: Act, what: Object) -> bool:
    """Whether a role of the person lets them do this anywhere, to everything or to their own."""
    held = Membership.objects.filter(person=person, role__in=roles_with(act, what, own=True))
    return person.is_active and held.exists()


def broken_glass(person: Person, *, now: datetime) -> list[str]:
    """Ids of the cases that the person has open by emergency access."""
    if not person.is_active:
        return []
    blinded_at = Membership.objects.filter(person=person, role=Role.ASSESSOR).values("site_id")
    opened = BreakGlass.objects.filter(person=person, at__lte=now, until__gt=now)
    return list(opened.exclude(site_id__in=blinded_at).values_list("case_id", flat=True))


def check_break_glass(person: Person, site_id: int) -> None:
    """Who may ask for emergency access: any site's clinician, or a facilitator of this site."""
    held = roles_at(person, site_id)
    if Role.ASSESSOR in held:
        raise NotAllowed("A blinded assessor may not open clinical records, even in an emergency.")
    clinician = Membership.objects.filter(person=person, role=Role.CLINICIAN).exists()
    if not person.is_active or not (clinician or Role.FACILITATOR in held):
        raise NotAllowed(
            "Emergency access is for clinicians, and for facilitators of the participant's site."
        )


def may_break_glass(person: Person, site_id: int) -> bool:
    try:
        check_break_glass(person, site_id)
    except NotAllowed:
        return False
    return True


def _glass_is_broken(person: Person, case: SiteBound, now: datetime) -> bool:
    opened = BreakGlass.objects.filter(
        person=person, case_id=str(case.pk), site_id=case.site_id, at__lte=now, until__gt=now
    )
    return person.is_active and opened.exists()


def render_matrix() -> str:
    """The table as Markdown, for docs/reference/permissions.md."""
    lines = [
        "# Permissions",
        "",
        "Generated by `python -m remit.web permissions_page`; do not edit by hand.",
        "",
        'A role counts at the sites where a person holds it. "(own)" reaches only what is the',
        "person's own or assigned to them. An empty cell means no. Rows in *italics* wait for",
        "their pages. Other sites' objects are answered as if they did not exist.",
        "",
        _row(["Object", *(role.label for role in Role)]),
        _row(["---"] * (len(Role) + 1)),
    ]
    for what in Object:
        name = f"*{what}*" if what in FUTURE else str(what)
        lines.append(_row([name, *(_cell(what, role) for role in Role)]))
    opens = ", ".join(what for what in Object if what in BREAK_GLASS_OPENS)
    lines += [
        "",
        "## Emergency access",
        "",
        "A clinician of any site, or a facilitator of the participant's site, may open one case",
        "with a written reason for four hours. It is announced in the audit log and opens reading",
        f"only, of: {opens}. A blinded assessor of the site never gets it.",
        "",
    ]
    return "\n".join(lines)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(what: Object, role: Role) -> str:
    if (what, role) not in MATRIX:
        return ""
    acts, scope = MATRIX[what, role]
    words = ", ".join(act for act in Act if act in acts)
    return f"{words} (own)" if scope is Scope.OWN else words
