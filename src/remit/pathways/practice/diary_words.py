"""What is said of a diary: for the clinician with numbers, for the person without (ADR 0012).

Chance, what was compared, where it comes from and its limits stand before any difference.
"""

from __future__ import annotations

import math

from remit.pathways.practice.diary_question import (
    LOOKS,
    STRESS,
    DiaryAnswer,
    DiaryFound,
    Missing,
)
from remit.stats.diary.association import DiaryAssociation, Lag
from remit.stats.diary.looks import DiaryLooks
from remit.stats.not_estimable import NotEstimable
from remit.stats.regression import Regression

NOT_CAUSES = (
    "This compares times, not causes. It says nothing about what the pain comes from, and speaks "
    "of this person in these weeks alone."
)
USUAL = "This is the usual answer; it does not say that stress plays no part."


def chance_for_the_clinician(found: DiaryFound) -> str:
    """The chance statement and the answer, in one sentence."""
    if isinstance(found.looks, NotEstimable):
        return f"How often chance alone would show as much is {found.looks}: {found.answer}."
    share = 100.0 * found.looks.p
    if isinstance(found.last, NotEstimable):
        return f"How often chance alone would show as much is {found.last}: {found.answer}."
    if found.looks.p >= 1.0:
        return f"Counting every look, chance alone shows as much: {found.answer}."
    number = "fewer than 1" if share < 1.0 else f"at most {share:.0f}"
    return (
        f"If stress and pain had nothing to do with each other, {number} of 100 such diaries would "
        f"show as much, every look counted: {found.answer}."
    )


def for_the_clinician(found: DiaryFound) -> tuple[str, ...]:
    """Sentences in their order: chance, what was compared, limits, then what was found."""
    said = [chance_for_the_clinician(found), _basis(found), NOT_CAUSES]
    if _is_missing_uneven(found.missing):
        said.append(
            "Days are missing more often after worse days than after better ones, so that what is "
            "seen may be too good or too bad."
        )
    if isinstance(found.last, DiaryAssociation):
        said.append(_difference(found.last))
    if found.answer is DiaryAnswer.NOT_ENOUGH_INFORMATION:
        said.append(USUAL)
    said.append(_flares(found.flares))
    return tuple(said)


def for_the_person(found: DiaryFound) -> tuple[str, ...]:
    """Short sentences without any figure of chance."""
    if isinstance(found.looks, NotEstimable):
        return (
            "Your stress of one day beside your pain of the next: too early to tell.",
            (
                f"We look when your numbers span {LOOKS[0]} days. Fewer days would say something "
                "else every week."
            ),
        )
    days = found.looks.looks[-1].days
    return (
        (
            f"Your own numbers of the first {days} days: the stress of one day beside the pain of "
            "the next."
        ),
        "They tell which came first, not what brought about what.",
        _FOR_THE_PERSON[found.answer],
    )


_FOR_THE_PERSON = {
    DiaryAnswer.NOT_ENOUGH_INFORMATION: (
        "They do not tell whether pain goes up or down after a hard day. This is the usual answer. "
        "It takes nothing away from what you notice."
    ),
    DiaryAnswer.AT_MOST_SMALL: (
        "Pain after a hard day was about as it was after any other. A small difference may be "
        "there all the same."
    ),
    DiaryAnswer.HIGHER: (
        "Pain was a little higher on the day after more stress, more often than chance would make "
        "it. Next month may be different."
    ),
    DiaryAnswer.LOWER: (
        "Pain was a little lower on the day after more stress, more often than chance would make "
        "it. That happens to some people. Next month may be different."
    ),
}


def rows_for_the_clinician(found: DiaryFound) -> tuple[tuple[str, str], ...]:
    """Numbers behind the answer, with everything that was declared or drawn."""
    last, looks = found.last, found.looks
    if isinstance(last, NotEstimable) or isinstance(looks, NotEstimable):
        return ()
    rows = [(f"Look at {one.days} days", _look(one.found, one.p)) for one in looks.looks]
    rows += [
        ("Difference in points, one SD of stress more", _interval(last)),
        ("One SD of stress", f"{last.spread:.1f} points"),
        (f"p of this look alone, by {last.way}", _p(last.p)),
        ("p by rotation / bootstrap / plain t", _three(last)),
        *((f"Stress {_days(lag)} before", _lag(lag)) for lag in last.lags),
        ("The same day (direction unknown)", _same_day(last)),
        ("Days of pain that the model holds", str(last.order)),
        ("Independence of what is left, p", f"{last.residual_p:.2f}"),
        ("Days missing after worse / better days", _shares(found.missing)),
        ("Declared", _declared(last)),
        ("Counted by", last.software),
    ]
    return tuple(rows)


def _declared(last: DiaryAssociation) -> str:
    return (
        f"looks at {', '.join(map(str, LOOKS))} days; lag 1; trend and weekday in the model; "
        f"{last.settings.resamples} resamples, seed {last.settings.seed}"
    )


def _basis(found: DiaryFound) -> str:
    days = f"{found.rated} of {found.days} days have both numbers"
    source = "rated by the person in the evening, on the phone or on paper"
    if isinstance(found.looks, DiaryLooks):
        number, last = len(found.looks.looks), found.looks.looks[-1].days
        return (
            f"Compared: today's average pain with yesterday's stress, given yesterday's pain, "
            f"{source}. {days}; look {number} of {len(LOOKS)}, after {last} days."
        )
    return f"To be compared: today's average pain with yesterday's stress, {source}. {days}."


def _difference(last: DiaryAssociation) -> str:
    return (
        f"One standard deviation more stress yesterday ({last.spread:.1f} points) goes with "
        f"{last.estimate:+.2f} points of pain today "
        f"({100 * last.settings.level:g} % interval {last.lower:+.2f} to {last.upper:+.2f})."
    )


def _flares(flares: Regression | NotEstimable) -> str:
    if isinstance(flares, NotEstimable):
        return f"Whether it began to hurt more often after more stress is {flares}."
    one = flares.coefficient(STRESS)
    if isinstance(one.estimate, NotEstimable) or isinstance(one.p, NotEstimable):
        return f"Whether it began to hurt more often after more stress is {one.estimate}."
    warning = f" {flares.warnings[0]}" if flares.warnings else ""
    return (
        f"It began to hurt on {flares.events} days. If that had nothing to do with stress, "
        f"{100 * one.p:.0f} of 100 such diaries would show as much, in one look; the odds are "
        f"{math.exp(one.estimate):.2f} times as high for one point more yesterday "
        f"({math.exp(one.lower):.2f} to {math.exp(one.upper):.2f}).{warning}"
    )


def _is_missing_uneven(missing: Missing) -> bool:
    """A difference that somebody should ask about; no test, because the days are few."""
    if missing.after_more is None or missing.after_less is None:
        return False
    return missing.after_more >= missing.after_less + 0.15


def _look(found: DiaryAssociation | NotEstimable, p: float) -> str:
    own = str(found) if isinstance(found, NotEstimable) else f"p {_p(found.p)}"
    return f"{own}; counting all looks until then: {_p(p)}"


def _interval(last: DiaryAssociation) -> str:
    return f"{last.estimate:+.2f}; {last.lower:+.2f} to {last.upper:+.2f}"


def _three(last: DiaryAssociation) -> str:
    return " / ".join(_p(one) for one in (last.shift_p, last.bootstrap_p, last.t_p))


def _days(lag: Lag) -> str:
    return "1 day" if lag.lag == 1 else f"{lag.lag} days"


def _lag(lag: Lag) -> str:
    return f"{lag.estimate:+.2f}; p {_p(lag.p)}, as the best of all lags {_p(lag.joint_p)}"


def _same_day(last: DiaryAssociation) -> str:
    same = last.same_day
    return str(same) if isinstance(same, NotEstimable) else f"{same.estimate:+.2f}; p {_p(same.p)}"


def _shares(missing: Missing) -> str:
    return " / ".join(
        "–" if one is None else f"{100 * one:.0f} %"
        for one in (missing.after_more, missing.after_less)
    )


def _p(value: float) -> str:
    """Three places; a p is never printed as 0."""
    return f"{value:.3f}" if value >= 0.0005 else "< 0.001"
