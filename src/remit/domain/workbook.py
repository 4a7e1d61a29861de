"""The words of the printed workbook that no day holds: how to use it, the sheets, help on paper.

A workbook refuses to exist where a sheet lacks a label, so that nothing is printed half.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from remit.errors import InvalidInput

LABELS = frozenset(
    {
        "again", "call_at", "calm", "contents", "day", "done_today", "emergency",
        "enough", "first", "gentler", "group_day", "help", "honest", "hours",
        "how_to_read", "if_new", "if_sign", "if_worse", "listen", "minutes", "most",
        "my_sentence", "no", "nobody_checked", "not_sure", "noticed",
        "or_choose", "own_numbers", "page", "practices", "quiet_first", "read", "rests",
        "seconds", "sentence", "sources", "staff_copy", "step", "stirred_after", "stirred_before",
        "stop_when", "strong_day", "third_day", "version", "where_from", "write",
        "write_more", "yes",
    }
)  # fmt: skip
SCALES = ("pain_avg", "pain_worst", "stress", "mood")
"""The numbers of every evening; a day adds its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TextPage:
    """One page of words.

    Attributes:
        title: its heading.
        paragraphs: in their order, above the points.
        points: short ones, each with a mark before it.
        end: a paragraph below the points, or nothing.
    """

    title: str
    paragraphs: tuple[str, ...]
    points: tuple[str, ...] = ()
    end: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperScale:
    """One number from 0 to 10, to be ringed."""

    title: str
    low: str
    high: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperCheckIn:
    """The check-in of an evening on paper.

    Attributes:
        title: its heading.
        unread: that nobody sees a sheet before it is handed over.
        scales: numbers by key; those of every evening, and those that a day adds.
        lines: what a day asks in words, by key.
        new: asks for anything new, with its answers.
        worse: asks whether the programme made anything worse, with its answers.
        medicines: asks for a change of medicines, with its answers.
        unsafe: what to do now when one does not feel safe.
    """

    title: str
    unread: str
    scales: Mapping[str, PaperScale]
    lines: Mapping[str, str]
    new: tuple[str, ...]
    worse: tuple[str, ...]
    medicines: tuple[str, ...]
    unsafe: str

    def __post_init__(self) -> None:
        missing = sorted(set(SCALES) - set(self.scales))
        if missing:
            raise InvalidInput(f"The check-in on paper lacks {', '.join(missing)}.")


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkbookWords:
    """All words of the workbook beside the programme's own.

    Attributes:
        title: on its cover.
        subtitle: below it.
        cover: what stands on the cover, for who finds it too.
        start: how to use it.
        check: what is asked before each day.
        writing: how to write on paper.
        quiet: the three minutes after writing.
        strong: said on a day whose writing is strong.
        keep: what to do with what was written.
        flare: how "It hurts" goes on paper.
        help: above the numbers of the site.
        telephone: the day by telephone, for who is called.
        check_in: the sheet of an evening.
        labels: short words by name.
    """

    title: str
    subtitle: str
    cover: tuple[str, ...]
    start: TextPage
    check: str
    writing: TextPage
    quiet: TextPage
    strong: str
    keep: str
    flare: TextPage
    help: TextPage
    telephone: TextPage
    check_in: PaperCheckIn
    labels: Mapping[str, str]

    def __post_init__(self) -> None:
        wrong = sorted(LABELS ^ set(self.labels))
        if wrong:
            raise InvalidInput(f"Labels of the workbook are missing or unknown: {wrong}.")
