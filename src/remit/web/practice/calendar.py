"""Group sessions as calendar entries (RFC 5545): neutral words, one UID a session (INV-14)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from remit.web.practice.models import Meeting

LONG: Final = timedelta(minutes=120)
_PRODUCT: Final = "-//Remit//group sessions//EN"


def calendar_of(meetings: Iterable[Meeting], *, now: datetime) -> bytes:
    """The entries of these group sessions.

    A calendar that took an earlier file changes its entry in place: the UID is that of the
    session and SEQUENCE counts its changes (RFC 5545, 3.8.7.4). A cancelled session is sent as
    cancelled, so that it disappears there too.

    Args:
        meetings: of one workshop, in order.
        now: stamped on each entry.
    """
    made = Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    for meeting in meetings:
        made.add_component(_event(meeting, now))
    return bytes(made.to_ical())


def _event(meeting: Meeting, now: datetime) -> Event:
    begins = meeting.starts_at.astimezone(ZoneInfo(meeting.workshop.zone))
    event = Event()
    event.add("uid", f"{meeting.pk}@remit")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", begins)
    event.add("dtend", (meeting.starts_at + LONG).astimezone(ZoneInfo(meeting.workshop.zone)))
    event.add("summary", f"{meeting.workshop.name} {meeting.number}/3")
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if meeting.cancelled_at else "CONFIRMED")
    if meeting.place:
        event.add("location", meeting.place)
    if meeting.link:
        event.add("url", meeting.link)
    return event
