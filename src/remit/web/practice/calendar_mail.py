"""Mailing the dates of a group: a neutral subject, the entries as a file, nothing else (INV-14)."""

import logging
import smtplib
from collections.abc import Iterable
from datetime import datetime

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from remit.web.intake.mail import is_set_up
from remit.web.intake.models import Reach
from remit.web.intake.queries import consent_of
from remit.web.practice.calendar import calendar_of
from remit.web.practice.models import Enrolment, Workshop

logger = logging.getLogger(__name__)


def send_dates(workshop: Workshop, *, to: Iterable[Enrolment], now: datetime) -> int:
    """Mail the dates as they stand now; return how many mails left.

    Who asked to be left alone gets none; the dates stand on their page.
    """
    if not is_set_up():
        return 0
    meetings = list(workshop.meetings.select_related("workshop"))
    made = calendar_of(meetings, now=now)
    return sum(_send(address, workshop, made) for one in to for address in _addresses(one))


def _addresses(enrolment: Enrolment) -> list[str]:
    consent, person = consent_of(enrolment.case), enrolment.case.participant
    if consent is None or consent.reach == Reach.LEAVE or person is None:
        return []
    return [person.email]


def _send(address: str, workshop: Workshop, made: bytes) -> bool:
    words = _("Hello,\n\n%(site)s sends you dates. They are in the file of this mail.") % {
        "site": workshop.site.name
    }
    mail = EmailMessage(_("Dates for your calendar"), words, None, [address])
    mail.attach("dates.ics", made, "text/calendar")
    try:
        return mail.send() == 1
    except (smtplib.SMTPException, OSError):
        logger.warning("A mail with dates did not leave.")  # the address stays out of the log
        return False
