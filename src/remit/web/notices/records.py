"""Rows to records and back, at the door of the domain."""

import uuid

from remit.domain.action_code import ActionCode
from remit.domain.flag import FlagEvent, FlagNow, Move, fold
from remit.domain.service import Cover, ServiceLevel
from remit.domain.service_hours import Hours, Span
from remit.web.cases.sealed import open_table, seal_table
from remit.web.notices.models import Flag, FlagEventRow, Holiday, OpenHours, Service
from remit.web.people.models import Site

_FINDING = ("notices_flag", "sealed_finding")
_WORDS = ("notices_flageventrow", "sealed_words")


def seal_finding(flag: Flag, finding: str, source: str) -> bytes:
    """The sealed form of what was found and where the rule comes from."""
    return seal_table(flag.case, {"finding": finding, "source": source}, _FINDING, flag.pk)


def open_finding(flag: Flag) -> tuple[str, str]:
    """What was found, and the source of the rule."""
    row = open_table(flag.case, flag.sealed_finding, _FINDING, flag.pk)
    return str(row["finding"]), str(row["source"])


def event_row(flag: Flag, event: FlagEvent, number: int) -> FlagEventRow:
    """An event as a new row; its words are sealed with the key of the case."""
    row = FlagEventRow(
        id=uuid.uuid4(),
        flag=flag,
        number=number,
        move=event.move.value,
        at=event.at,
        by_id=event.by,
        code="" if event.code is None else event.code.value,
        reviewed=event.reviewed,
    )
    if event.words:
        row.sealed_words = seal_table(flag.case, {"words": event.words}, _WORDS, row.pk)
    return row


def event_of(flag: Flag, row: FlagEventRow) -> FlagEvent:
    """A row as an event."""
    words = ""
    if row.sealed_words:
        words = str(open_table(flag.case, row.sealed_words, _WORDS, row.pk)["words"])
    return FlagEvent(
        Move(row.move),
        row.at,
        by=row.by_id,
        code=ActionCode(row.code) if row.code else None,
        words=words,
        reviewed=row.reviewed,
    )


def events_of(flag: Flag) -> list[FlagEvent]:
    """All events of a flag, in the order in which they were written."""
    return [event_of(flag, row) for row in flag.events.order_by("number")]


def now_of(flag: Flag) -> FlagNow:
    """What the flag is, folded from its events."""
    return fold(events_of(flag))


def level_of(site: Site) -> ServiceLevel:
    """What a site declares of its service; a site that declared nothing promises nothing."""
    hours = Hours(
        zone=site.time_zone,
        weekly=tuple(
            Span(row.weekday, row.opens, row.closes) for row in OpenHours.objects.filter(site=site)
        ),
        holidays=frozenset(Holiday.objects.filter(site=site).values_list("on", flat=True)),
    )
    service = Service.objects.filter(site=site).first()
    if service is None:
        return ServiceLevel(hours)
    return ServiceLevel(
        hours,
        cover=Cover(service.cover),
        out_of_hours=service.out_of_hours,
        cover_words=service.cover_words,
        country=service.country,
    )
