"""The printed workbook: all 21 days, the practices, the steps of "It hurts", help on paper.

It is the same for everybody of a site. It holds no name and nothing of any person, and no words
that stand only under a signed clearance, because paper cannot be taken back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from remit.content.explanation import Source
from remit.content.programme import programme, sources
from remit.content.programme_texts import flare_protocol
from remit.content.workbook import workbook_words
from remit.domain.flare_protocol import FlareProtocol
from remit.domain.programme import Day, Practice, Programme
from remit.domain.workbook import TextPage, WorkbookWords
from remit.reports.day_figures import day_figure
from remit.reports.workbook_calls import calls_chapter
from remit.reports.workbook_days import day_chapter, practice_key
from remit.reports.workbook_flare import flare_chapter
from remit.reports.workbook_pieces import (
    Chapter,
    Piece,
    Workbook,
    box,
    contacts,
    heading,
    items,
    paragraph,
    ruled,
    script,
    small,
)
from remit.reports.workbook_style import figure_style

FREE_PAGES = 4
OWN_NUMBERS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Reach:
    """How a site is reached, as it was checked.

    Attributes:
        clinic: its name.
        contacts: name, kind, number, hours; the emergency number first.
        hours: opening hours in words.
    """

    clinic: str = ""
    contacts: tuple[tuple[str, ...], ...] = ()
    hours: tuple[str, ...] = ()


def workbook(
    reach: Reach, *, whole: Programme | None = None, alone: bool = True, staff: bool = False
) -> Workbook:
    """The workbook of a site.

    Args:
        reach: the site's name, numbers and hours; empty for a workbook of no site.
        whole: the version of the programme; the current one else.
        staff: a copy for who calls, with the guide for a day by telephone; never handed out.
        alone: figures carry their own style, as a PDF needs; a page has its style sheet.

    Raises:
        NotFound: a part of the content is missing in this language.
    """
    found = whole or programme()
    known = (found.id, found.version, found.language)
    words, cited = workbook_words(*known), sources(*known)
    return Workbook(
        title=words.title,
        subtitle=words.labels["staff_copy"] if staff else words.subtitle,
        clinic=reach.clinic,
        cover=words.cover,
        contents=words.labels["contents"],
        help=words.labels["help"],
        page=words.labels["page"],
        version=f"{found.id}, {words.labels['version']} {found.version}",
        language=found.language,
        chapters=(*_chapters(found, words, cited, reach), *_calls(found, words, staff=staff)),
        figures=tuple(_figure(day, alone=alone) for day in found.days),
        alts=tuple(day.education.figure.caption for day in found.days),
    )


def _chapters(
    found: Programme, words: WorkbookWords, cited: Mapping[str, Source], reach: Reach
) -> tuple[Chapter, ...]:
    numbers = {key: place for place, key in enumerate(cited, start=1)}
    used = dict.fromkeys(key for day in found.days for key in day.practices)
    protocol: FlareProtocol = flare_protocol(found.language)
    return (
        _help(words, reach),
        _text("start", words.start),
        _writing(words),
        _telephone(words),
        *(day_chapter(day, words, found.practices, numbers) for day in found.days),
        flare_chapter(protocol, words),
        *(_practice(found.practices[key], words) for key in _in_order(used, found)),
        *_free(words),
        _sources(words, cited),
    )


def _in_order(used: Mapping[str, None], found: Programme) -> list[str]:
    """Practices of the days as they come, then the others."""
    return [*used, *(key for key in found.practices if key not in used)]


def _figure(day: Day, *, alone: bool) -> str:
    style = figure_style() if alone else ""
    return day_figure(day.education.figure, prefix=f"day-{day.number}", style=style)


def _pieces(page: TextPage) -> tuple[Piece, ...]:
    found = [paragraph(one) for one in page.paragraphs]
    if page.points:
        found.append(items(page.points))
    if page.end:
        found.append(box(page.end))
    return tuple(found)


def _text(key: str, page: TextPage) -> Chapter:
    return Chapter(key=key, title=page.title, pages=(_pieces(page),), large=True)


def _help(words: WorkbookWords, reach: Reach) -> Chapter:
    """Whom to call, alone on its page."""
    label, page = words.labels, words.help
    shown = contacts(reach.contacts) if reach.contacts else box(label["nobody_checked"])
    hours = (heading(label["hours"]), items(reach.hours)) if reach.hours else ()
    pieces = (
        *(paragraph(one) for one in page.paragraphs),
        heading(label["emergency"]),
        items(page.points),
        shown,
        *hours,
        ruled(OWN_NUMBERS, title=label["own_numbers"]),
        small(page.end),
    )
    return Chapter(key="help", title=page.title, pages=(pieces,), right=True, large=True)


def _writing(words: WorkbookWords) -> Chapter:
    pieces = (
        *_pieces(words.writing),
        heading(words.quiet.title),
        *_pieces(words.quiet),
        paragraph(words.keep),
    )
    return Chapter(key="writing", title=words.writing.title, pages=(pieces,), large=True)


def _practice(one: Practice, words: WorkbookWords) -> Chapter:
    label = words.labels
    rests = (box(label["rests"]),) if one.needs_clearance_of_symptoms else ()
    pieces = (
        *rests,
        paragraph(one.before),
        box(one.stop_when, title=label["stop_when"]),
        small(label["how_to_read"]),
        script([(line.say, _silence(line.silence, words)) for line in one.lines]),
    )
    return Chapter(
        key=practice_key(one.id), over=label["practices"], title=one.title,
        about=f"{one.minutes} {label['minutes']}", pages=(pieces,),
    )  # fmt: skip


def _silence(seconds: int, words: WorkbookWords) -> str:
    return f"{seconds} {words.labels['seconds']}" if seconds else ""


def _telephone(words: WorkbookWords) -> Chapter:
    label = words.labels
    calls = ruled(6, title=label["call_at"])
    return Chapter(
        key="telephone",
        title=words.telephone.title,
        large=True,
        pages=((*_pieces(words.telephone), calls),),
    )


def _free(words: WorkbookWords) -> Sequence[Chapter]:
    pages = tuple((ruled(),) for _page in range(FREE_PAGES))
    return (Chapter(key="free", title=words.labels["write_more"], pages=pages),)


def _calls(found: Programme, words: WorkbookWords, *, staff: bool) -> tuple[Chapter, ...]:
    return (calls_chapter(found.language, words.labels["staff_copy"]),) if staff else ()


def _sources(words: WorkbookWords, cited: Mapping[str, Source]) -> Chapter:
    listed = [small(f"{place}. {one.words}") for place, one in enumerate(cited.values(), start=1)]
    return Chapter(key="sources", title=words.labels["where_from"], pages=(tuple(listed),))
