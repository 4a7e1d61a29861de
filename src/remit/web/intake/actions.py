"""The only writers of invitations and consents; each writes its audit row too."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from remit.content import intake as content
from remit.content.definition import content_hash
from remit.errors import Conflict, InvalidInput, NotAllowed, NotFound
from remit.web.assess.actions import leave_drafts
from remit.web.cases.actions import open_case
from remit.web.cases.models import Case
from remit.web.documents.sharing import end_shares
from remit.web.intake import codes, mail
from remit.web.intake.models import Consent, Invitation, Reach
from remit.web.notices import queries as notices
from remit.web.people import audit
from remit.web.people.actions import create_person, grant_role
from remit.web.people.models import Person, Role, Site
from remit.web.people.permissions import Act, Object, check_allowed


@dataclass(frozen=True)
class Invited:
    """A fresh invitation.

    Attributes:
        invitation: the row.
        token: the secret of its link; shown once and not stored.
        mailed: whether a mail left.
    """

    invitation: Invitation
    token: str
    mailed: bool


def invite(*, site: Site, name: str, email: str, by: Person, now: datetime) -> Invited:
    """Invite a person: an account, a case and a link, all or nothing.

    Raises:
        NotAllowed: not a role that invites, or the site may not have participants yet.
        InvalidInput: no name, or the address belongs to staff or to a participant of this site.
    """
    check_allowed(by, Act.CHANGE, Object.CONTACT, site, now=now)
    check_may_run(site)
    if not name.strip():
        raise InvalidInput("Write the name of the person.")
    with transaction.atomic():
        person = _person(site, name, email, now)
        case = open_case(
            site=site,
            subject={"id": f"p{uuid.uuid4().hex[:8]}", "name": name.strip()},
            by=by,
            now=now,
            participant=person,
        )
        row, token = _make(case, by=by, now=now)
    return _send(row, token)


def check_may_run(site: Site) -> None:
    """Raise NotAllowed, saying what is missing, where a site may not have participants yet."""
    state = notices.go_live(site)
    if not state.may_run:
        missing = " ".join(state.missing) or "The site has not been opened."
        raise NotAllowed(f"Nobody can be invited yet. {missing} See “Service”.")


def check_may_ask(site: Site) -> None:
    """Raise NotAllowed where participants may be asked nothing now (INV-12, INV-13)."""
    if not notices.is_live(site):
        raise NotAllowed(
            "The clinic's questions rest for a moment: somebody there checks them first. What you "
            "answered is kept. Help now works at any time."
        )


def invite_again(*, case: Case, by: Person, now: datetime) -> Invited:
    """A new link; the one before it stops working. It also lets in who cannot get mail."""
    check_allowed(by, Act.CHANGE, Object.CONTACT, case, now=now)
    check_may_run(case.site)
    with transaction.atomic():
        _replace(case, now)
        row, token = _make(case, by=by, now=now)
    return _send(row, token)


def take_back(*, case: Case, by: Person, now: datetime) -> None:
    """Take an invitation back: its link stops working."""
    check_allowed(by, Act.CHANGE, Object.CONTACT, case, now=now)
    with transaction.atomic():
        if _replace(case, now) == 0:
            raise Conflict("There is no open invitation.")
        _note(case, "took back", by=by, now=now)


def read_out_code(*, case: Case, by: Person, now: datetime) -> str:
    """A code for staff to read out, where mail is not set up or does not arrive.

    Raises:
        NotFound: there is no open invitation.
    """
    check_allowed(by, Act.CHANGE, Object.CONTACT, case, now=now)
    _check_may_hand_over(case, by, now)
    row = Invitation.objects.filter(
        case=case, used_at=None, replaced_at=None, expires_at__gt=now
    ).first()
    if row is None:
        raise NotFound("There is no open invitation. Make a new link first.")
    with transaction.atomic():
        code = codes.make_code(row, now=now, by_staff=True)
        _note(case, "read out a code", by=by, now=now)
    return code


def _check_may_hand_over(case: Case, by: Person, now: datetime) -> None:
    """Who reads out a code could also use it: so it opens nothing that they may not see anyway."""
    if Case.objects.filter(participant=case.participant).exclude(pk=case.pk).exists():
        raise NotAllowed("This person has a page at another clinic. The code goes by e-mail only.")
    if Invitation.objects.filter(case=case, used_at__isnull=False).exists():
        check_allowed(by, Act.SEE, Object.FORMS, case, now=now)


def send_code(*, invitation: Invitation, now: datetime) -> bool:
    """Mail a code to the invited person; False where no mail can be sent from here."""
    person = invitation.case.participant
    if person is None or not mail.is_set_up():
        return False
    code = codes.make_code(invitation, now=now)
    return mail.send_code(person.email, code, invitation.case.site)


def accept(*, invitation: Invitation, code: str, now: datetime) -> Person:
    """The person behind an invitation, once its code is right; the link then stops working.

    Raises:
        NotAllowed: the code is wrong.
        NotFound: the link was used meanwhile.
    """
    codes.check_code(invitation, code, now=now)
    person = invitation.case.participant
    with transaction.atomic():
        changed = Invitation.objects.filter(
            pk=invitation.pk, used_at=None, replaced_at=None
        ).update(used_at=now)
        if changed != 1 or person is None or not person.is_active:
            raise NotFound("This link was used already. Sign in with your e-mail address.")
        _note(invitation.case, "accepted", by=person, now=now)
    return person


def give_consent(*, case: Case, reach: Reach, by: Person, now: datetime) -> Consent:
    """Consent to the text that is shown now; it also changes how one wants to be reached.

    Raises:
        NotAllowed: somebody else's.
    """
    check_allowed(by, Act.CHANGE, Object.CONTACT, case, now=now, own=case.participant_id == by.pk)
    if case.participant_id != by.pk:
        raise NotAllowed("Only the participant consents.")
    with transaction.atomic():
        Consent.objects.filter(case=case, withdrawn_at=None).update(
            withdrawn_at=now, withdrawn_by=by
        )
        consent = Consent.objects.create(
            case=case,
            text_version=content.CONSENT_VERSION,
            text_hash=content_hash(content.consent_path()),
            reach=reach,
            given_at=now,
            given_by=by,
        )
        _note(case, "consented", by=by, now=now)
    return consent


def withdraw(*, case: Case, erase: bool, by: Person, now: datetime) -> None:
    """Stop taking part; open flags stay with staff, and nothing more is asked.

    Args:
        erase: the person asks that their record be erased; a human decides what the law keeps.

    Raises:
        Conflict: not taking part.
    """
    mine = case.participant_id == by.pk
    check_allowed(by, Act.CHANGE, Object.CONTACT, case, now=now, own=mine)
    with transaction.atomic():
        changed = Consent.objects.filter(case=case, withdrawn_at=None).update(
            withdrawn_at=now, withdrawn_by=by, erasure_asked=erase
        )
        if changed != 1:
            raise Conflict("This person does not take part now.")
        leave_drafts(case=case, by=None, now=now)
        if erase:
            end_shares(case=case, by=by, now=now)
        _note(case, "asked for erasure" if erase else "withdrew", by=by, now=now)


def _person(site: Site, name: str, email: str, now: datetime) -> Person:
    known = Person.objects.filter(email=email.strip().lower()).first()
    if known is None:
        # The inviter is no administrator: the system makes the account, the case names who invited.
        return create_person(
            email=email,
            display_name=name,
            site=site,
            roles=[Role.PARTICIPANT],
            by=None,
            now=now,
        )
    if known.is_staff_member or not known.is_active:
        raise InvalidInput("This e-mail address cannot be invited. Ask for another one.")
    if Case.objects.filter(site=site, participant=known).exists():
        raise InvalidInput("This e-mail address belongs to somebody who is on the list already.")
    if not known.memberships.filter(site=site, role=Role.PARTICIPANT).exists():
        grant_role(person=known, site=site, role=Role.PARTICIPANT, by=None, now=now)
    return known


def _make(case: Case, *, by: Person, now: datetime) -> tuple[Invitation, str]:
    token = codes.new_token()
    row = Invitation.objects.create(
        case=case,
        token_digest=codes.digest(token),
        made_by=by,
        made_at=now,
        expires_at=now + codes.LINK_LASTS,
    )
    _note(case, "invited", by=by, now=now)
    return row, token


def _send(row: Invitation, token: str) -> Invited:
    """Mail the link once the rows are kept: a slow mail server holds no lock, and no link leaves
    whose invitation was rolled back.
    """
    person = row.case.participant
    mailed = person is not None and mail.send_link(person.email, token, row.case.site)
    return Invited(row, token, mailed)


def _replace(case: Case, now: datetime) -> int:
    return Invitation.objects.filter(case=case, used_at=None, replaced_at=None).update(
        replaced_at=now
    )


def _note(case: Case, act: str, *, by: Person, now: datetime) -> None:
    audit.record(
        by=by,
        now=now,
        site=case.site,
        act=act,
        object_type="participation",
        object_id=case.pk,
        detail={"case": str(case.pk)},
    )
