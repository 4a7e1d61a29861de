"""Mail from the ledger: claimed, sent once, tried again, and given up where somebody can see it.

A mail says that something waits, and where; nothing of whom, what, or which programme (INV-14).
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from remit.domain.flag import FlagState
from remit.web.notices.models import Flag, Notice

log = logging.getLogger("remit.notices")

# A worker that stops between claim and sending leaves the notice to others after this long.
LEASE = timedelta(minutes=10)
AGAIN_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=2),
    timedelta(minutes=5),
    timedelta(minutes=15),
)
MOST_TRIES = len(AGAIN_AFTER) + 1
_BATCH = 100


@dataclass(frozen=True)
class Delivered:
    """What one round did."""

    sent: int = 0
    failed: int = 0
    dropped: int = 0


def deliver_due(*, now: datetime, worker: str = "worker") -> Delivered:
    """Send the mails that are due; safe with any number of workers.

    A notice is claimed by a conditional UPDATE before it is sent, so that each is sent by one
    worker. Only a worker killed between the mail server's answer and the note of it makes a second
    one, after the lease: for an alarm twice is better than never. A notice that fails is logged, by
    its id, and keeps no other from being sent.
    """
    counts = {"sent": 0, "failed": 0, "dropped": 0}
    waiting = Notice.objects.filter(next_try_at__lte=now).order_by("next_try_at", "pk")
    for pk, tries in list(waiting.values_list("pk", "tries")[:_BATCH]):
        try:
            if not _claim(pk, tries, worker, now):
                continue
            notice = Notice.objects.select_related("flag", "person").get(pk=pk)
            counts[_deliver(notice, now)] += 1
        except Exception:
            log.exception("notice %s could not be delivered", pk)
            counts["failed"] += 1
    return Delivered(**counts)


def _claim(pk: UUID, tries: int, worker: str, now: datetime) -> bool:
    claimed = Notice.objects.filter(pk=pk, tries=tries, next_try_at__lte=now).update(
        tries=F("tries") + 1, claimed_by=worker, claimed_at=now, next_try_at=now + LEASE
    )
    return claimed == 1


def _deliver(notice: Notice, now: datetime) -> str:
    mine = Notice.objects.filter(pk=notice.pk, tries=notice.tries)
    if notice.flag.state == FlagState.RECORDED.value or not notice.person.is_active:
        mine.update(dropped_at=now, next_try_at=None)
        return "dropped"
    try:
        _message(notice).send()
    except Exception as error:  # noqa: BLE001  whatever ails one mail, the next person is told
        # Without the words of the error: a mail server puts addresses into them.
        name = type(error).__name__
        log.warning("notice %s was not sent, try %d: %s", notice.pk, notice.tries, name)
        _again(notice, now)
        return "failed"
    mine.update(sent_at=now, next_try_at=None)
    return "sent"


def _again(notice: Notice, now: datetime) -> None:
    """Try later; after the last try the flag goes to the next person at once."""
    mine = Notice.objects.filter(pk=notice.pk, tries=notice.tries)
    if notice.tries < MOST_TRIES:
        mine.update(next_try_at=now + AGAIN_AFTER[notice.tries - 1])
        return
    mine.update(failed_at=now, next_try_at=None)
    unanswered = (FlagState.RAISED.value, FlagState.ESCALATED.value)
    Flag.objects.filter(pk=notice.flag_id, state__in=unanswered, escalates_at__gt=now).update(
        escalates_at=now
    )


def _message(notice: Notice) -> EmailMessage:
    where = reverse("notices:flag", kwargs={"pk": notice.flag_id})
    return EmailMessage(
        subject=_("Remit: something waits for you"),
        body=f"{settings.REMIT_ADDRESS}{where}\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[notice.person.email],
        # The mail server may see a notice twice after a crash; its reader's program then shows one.
        headers={"Message-ID": f"<{notice.pk}@remit.invalid>"},
    )
