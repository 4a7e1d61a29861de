"""Mails to invited people: who writes, a link or a code, and nothing else (INV-14)."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _

from remit.web.people.models import Site

logger = logging.getLogger(__name__)


def is_set_up() -> bool:
    """Whether mails leave from here."""
    return bool(settings.REMIT_MAIL)


def link(token: str) -> str:
    """The address that an invitation opens."""
    return f"{settings.REMIT_ADDRESS}{reverse('intake:open', kwargs={'token': token})}"


def send_link(address: str, token: str, site: Site) -> bool:
    """Mail the link; False where it did not leave."""
    words = _(
        "Hello,\n\n%(site)s has a page for you. This link opens it:\n\n%(link)s\n\n"
        "It works for 14 days. If you did not expect it, you can leave it."
    ) % {"site": site.name, "link": link(token)}
    # A lock screen shows the subject, and the name of a clinic may say what it treats.
    return _send(address, _("A page for you"), words)


def send_code(address: str, code: str, site: Site) -> bool:
    """Mail a sign-in code; False where it did not leave."""
    words = _(
        "Hello,\n\nyour code for the page of %(site)s is:\n\n%(code)s\n\nIt works for 10 minutes."
    ) % {"site": site.name, "code": code}
    return _send(address, _("Your code"), words)


def _send(address: str, subject: str, words: str) -> bool:
    if not is_set_up():
        return False
    try:
        return send_mail(subject, words, None, [address]) == 1
    except (smtplib.SMTPException, OSError):
        # The address stays out of the log; the page tells the sender that nothing left.
        logger.warning("A mail to an invited person did not leave.")
        return False
