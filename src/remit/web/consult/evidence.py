"""What stands beside a link: both facts, how far apart, how we know, two opinions (VISUAL)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from remit.domain.facts import Answer
from remit.domain.interval import Interval
from remit.pathways.consult.lifefacts import Timeline, TimelineFact, TimelineLink
from remit.pathways.consult.links import Link, LinkKind
from remit.web.consult.drawn_life import Life
from remit.web.consult.opinions import GIVEN, Side

SCALE_WIDTH = 268.0
_WORDS_WIDTH = 86.0
_MARGIN = 0.25  # of the window, on each side of what is drawn


@dataclass(frozen=True)
class Scale:
    """The stressor's beginning, the window and the possible onset, in px of one scale."""

    zero: float
    window: float
    onset_from: float
    onset_width: float
    months: int

    @property
    def zero_words(self) -> float:
        """Where the words of the beginning stand, inside the scale."""
        return min(self.zero, SCALE_WIDTH - _WORDS_WIDTH)

    @property
    def end_words(self) -> float:
        """Where the words of the window's end stand."""
        return min(self.zero + self.window, SCALE_WIDTH - _WORDS_WIDTH)

    @property
    def end_line(self) -> int:
        """On one line with the others where there is room, else on the next."""
        return 43 if self.end_words - self.zero_words > _WORDS_WIDTH + 6 else 57

    @property
    def height(self) -> int:
        """As high as its words ask for."""
        return self.end_line + 3


_WORDS = {
    Answer.YES: later("Yes"),
    Answer.NO: later("No"),
    Answer.UNSURE: later("Unsure"),
    Answer.NOT_ASKED: later("not asked"),
    Answer.NOT_STATED: later("not stated"),
}


@dataclass(frozen=True)
class Choice:
    """One button of an opinion; the chosen one, pressed again, takes the opinion back."""

    sends: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class Opinion:
    """What one of the two says of a link, and what they may say."""

    side: Side
    who: str
    now: Answer

    @property
    def words(self) -> str:
        """The opinion as it stands."""
        return answer_words(self.now)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Yes, no, unsure."""
        return tuple(
            Choice(
                Answer.NOT_ASKED.value if one is self.now else one.value,
                answer_words(one),
                one is self.now,
            )
            for one in GIVEN
        )


def answer_words(answer: Answer) -> str:
    """An answer as a button says it."""
    return str(_WORDS[answer])


@dataclass(frozen=True)
class Evidence:
    """One link with everything a reader needs to judge it."""

    number: int
    link: TimelineLink
    stressor: TimelineFact
    symptom: TimelineFact
    apart: str
    known: str
    opinions: tuple[Opinion, Opinion]
    possible: bool
    scale: Scale | None
    before: str = ""
    after: str = ""


def evidences(report: Life, timeline: Timeline) -> tuple[Evidence, ...]:
    """The evidence of every drawn link, in the order of the picture."""
    facts = {fact.id: fact for fact in timeline.facts}
    links = {(link.stressor, link.symptom): link for link in report.links}
    names = [link.id for link in timeline.links]
    return tuple(
        replace(
            _evidence(report, number, drawn, facts, links),
            before=names[number - 2],
            after=names[number % len(names)],
        )
        for number, drawn in enumerate(timeline.links, start=1)
    )


def _evidence(
    report: Life,
    number: int,
    drawn: TimelineLink,
    facts: dict[str, TimelineFact],
    links: dict[tuple[str, str], Link],
) -> Evidence:
    link = links[drawn.stressor, drawn.symptom]
    window = report.settings.links.window_days
    return Evidence(
        number=number,
        link=drawn,
        stressor=facts[drawn.stressor],
        symptom=facts[drawn.symptom],
        apart=apart_words(link.gap, window),
        known=known_words(report, link),
        opinions=(
            Opinion(Side.PARTICIPANT, report.history.subject.name, link.participant),
            Opinion(Side.CLINICIAN, _("Clinician"), link.clinician),
        ),
        possible=link.kind is not LinkKind.STATED_NEAR and link.kind is not LinkKind.CERTAIN_NEAR,
        scale=_scale(link.gap, window),
    )


def apart_words(gap: Interval, window: int) -> str:
    """How long after the stressor's beginning the onset came, never more exactly than known."""
    low, high = gap.earliest, gap.latest
    months = round(window / 30.4375)
    end = f" Near means within {months} months."
    if low is None or high is None:
        return "How far apart is not known." + end
    if low == high == 0:
        return "At the same time, as told." + end
    if low < 0 < high:
        return (
            f"The onset may have come up to {_days(-low)} before or {_days(high)} after the "
            f"stressor began: the order is not known.{end}"
        )
    if low == high:
        return f"The onset came {_days(low)} after the stressor began.{end}"
    return f"The onset came between {_days(low)} and {_days(high)} after the stressor began.{end}"


def _days(days: int) -> str:
    if days < 60:
        return f"{days} day{'' if days == 1 else 's'}"
    if days < 730:
        return f"{days / 30.4375:.0f} months"
    return f"{days / 365.25:.1f} years"


def known_words(report: Life, link: Link) -> str:
    """How we know of a link, in sentences; an opinion is said as the one whose it is."""
    return " ".join(_known(report, link))


def _known(report: Life, link: Link) -> Iterator[str]:
    if link.injury:
        yield "An accident or injury stood at the onset; it is no psychosocial stressor."
    if link.stated is not None:
        words = f" ({link.stated.words})" if link.stated.words else ""
        yield f"Said by the {link.stated.by.value}{words}."
    else:
        yield "Nobody said so unasked; the dates allow it."
    yield from _asked(report.history.subject.name, link)
    history = report.history
    for identifier in (link.stressor, link.symptom):
        fact = history.fact(identifier)
        yield f"{fact.label.split(',')[0]}: date {fact.start.basis.value}."
    yield "Memory tends to draw hard times and illness together."


def _asked(name: str, link: Link) -> Iterator[str]:
    """A participant's yes is the participant's statement, a clinician's is theirs."""
    says = {Answer.YES: "says yes", Answer.NO: "says no", Answer.UNSURE: "is unsure"}
    if link.participant in says:
        yield f"Asked whether they belong together, {name} {says[link.participant]}."
    if link.clinician in says:
        yield f"The clinician, asked the same, {says[link.clinician]}."


def _scale(gap: Interval, window: int) -> Scale | None:
    if gap.earliest is None or gap.latest is None:
        return None
    first = min(gap.earliest, 0) - _MARGIN * window
    last = max(gap.latest, window) + _MARGIN * window
    unit = SCALE_WIDTH / (last - first)
    return Scale(
        zero=round(-first * unit, 1),
        window=round(window * unit, 1),
        onset_from=round((gap.earliest - first) * unit, 1),
        onset_width=round(max((gap.latest - gap.earliest) * unit, 3.0), 1),
        months=round(window / 30.4375),
    )
