"""One day of the workbook on four pages: read, what else there is, write, the evening."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from remit.domain.programme import STRONG, Day, Practice, Theme
from remit.domain.workbook import SCALES, PaperCheckIn, WorkbookWords
from remit.reports.workbook_pieces import (
    Chapter,
    Piece,
    box,
    heading,
    items,
    paragraph,
    ruled,
    scale,
    small,
    ticks,
    to,
)


def day_chapter(
    day: Day, words: WorkbookWords, practices: Mapping[str, Practice], numbers: Mapping[str, int]
) -> Chapter:
    """A day as a chapter that begins on a right-hand page.

    Args:
        day: its content.
        words: the workbook's own words.
        practices: guided practices by id.
        numbers: number of each source in the list at the end.
    """
    label = words.labels
    return Chapter(
        key=day_key(day.number),
        over=label["group_day"] if day.is_group_day else "",
        title=f"{label['day']} {day.number}",
        about=day.about,
        more=day.education.title,
        right=True,
        pages=(
            (*_start(day, words), *_reading(day, words, numbers), *_rest(day, words, practices)),
            (*_writing(day, words), ruled()),
            (ruled(), *_after(words), *check_in(words.check_in, day)),
        ),
    )


def day_key(number: int) -> str:
    """Key of a day's chapter."""
    return f"day-{number}"


def practice_key(identifier: str) -> str:
    """Key of a practice's chapter."""
    return f"practice-{identifier}"


def _start(day: Day, words: WorkbookWords) -> tuple[Piece, ...]:
    """The check of every day, and what of the day was done."""
    label = words.labels
    parts = [label["read"], label["write"], label["listen"], label["sentence"], label["step"]]
    core = {"read": 0, "write": 1, "listen": 2}[day.core]
    parts[core] = f"{parts[core]} ({label['enough']})"
    return (
        ticks((label["no"], label["yes"], label["not_sure"]), title=words.check),
        to(label["if_new"], "help"),
        ticks(parts, title=label["done_today"]),
    )


def _reading(day: Day, words: WorkbookWords, numbers: Mapping[str, int]) -> tuple[Piece, ...]:
    """What the day explains; words that need a signed clearance are not put on paper."""
    education = day.education
    shown = [one for one in education.passages if not one.only_if_signed]
    found: list[Piece] = [
        heading(f"{words.labels['read']}: {education.title}"),
    ]
    for place, passage in enumerate(shown):
        if passage.heading:
            found.append(heading(passage.heading, level=3))
        found.append(paragraph(passage.text))
        if place == 0:
            found.append(Piece(kind="figure", figure=day.number - 1, title=education.figure.title,
                               text=education.figure.caption))  # fmt: skip
    keys = [key for one in (*shown, education.honest) for key in one.sources]
    found.append(box(education.honest.text, title=words.labels["honest"]))
    found.append(small(_numbered(words.labels["sources"], keys, numbers)))
    return tuple(found)


def _numbered(label: str, keys: Sequence[str], numbers: Mapping[str, int]) -> str:
    listed = ", ".join(str(one) for one in sorted({numbers[key] for key in keys}))
    return f"{label} {listed}"


def _rest(day: Day, words: WorkbookWords, practices: Mapping[str, Practice]) -> tuple[Piece, ...]:
    """Listening, the sentence and the step."""
    label = words.labels
    found = [heading(f"{label['listen']} · {_minutes(day.practice_minutes, words)}")]
    if len(day.practices) > 1:
        found.append(paragraph(label["or_choose"]))
    for key in day.practices:
        one = practices[key]
        found.append(to(one.title, practice_key(key)))
        if one.needs_clearance_of_symptoms:
            found.append(small(label["rests"]))
    found.append(heading(label["sentence"]))
    if day.affirmations:
        found.append(items(day.affirmations))
    found.append(ruled(1, title=label["my_sentence"]))
    found.append(heading(f"{label['step']} · {_minutes(day.step.minutes, words)}"))
    found.append(heading(day.step.title, level=3))
    found.append(paragraph(day.step.text))
    return tuple(found)


def _writing(day: Day, words: WorkbookWords) -> tuple[Piece, ...]:
    label, writing = words.labels, day.writing
    found: list[Piece] = [heading(label["write"])]
    if writing.theme.intensity >= STRONG:
        found.append(box(words.strong, title=label["strong_day"]))
    if writing.before_today:
        found.append(box(writing.before_today, title=label["first"]))
    found += _theme(writing.theme, words)
    found.append(small(label["gentler"]))
    found += _theme(writing.gentler, words)
    found.append(scale(label["stirred_before"], label["calm"], label["most"]))
    return tuple(found)


def _theme(theme: Theme, words: WorkbookWords) -> list[Piece]:
    return [
        heading(f"{theme.title} · {_minutes(theme.minutes, words)}", level=3),
        paragraph(theme.invitation),
        items(theme.questions),
    ]


def _after(words: WorkbookWords) -> tuple[Piece, ...]:
    label = words.labels
    return (
        to(label["quiet_first"], "writing"),
        scale(label["stirred_after"], label["calm"], label["most"]),
        ruled(1, title=label["noticed"]),
    )


def check_in(sheet: PaperCheckIn, day: Day | None = None) -> tuple[Piece, ...]:
    """The sheet of an evening; with a day, what it asks beside its numbers."""
    keys = day.check_in if day else ()
    scales = [sheet.scales[key] for key in (*SCALES, *(one for one in keys if one in sheet.scales))]
    return (
        heading(sheet.title),
        small(sheet.unread),
        *(scale(one.title, one.low, one.high) for one in scales),
        *(ruled(1, title=sheet.lines[key]) for key in keys if key in sheet.lines),
        *(ticks(asked[1:], title=asked[0]) for asked in (sheet.worse, sheet.medicines, sheet.new)),
        to(sheet.unsafe, "help"),
    )


def _minutes(number: int, words: WorkbookWords) -> str:
    return f"{number} {words.labels['minutes']}"
