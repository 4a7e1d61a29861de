"""What may be said about one life history, in one word and one reason."""

from __future__ import annotations

from enum import StrEnum

from remit.stats.date_bounds import PBounds
from remit.stats.one_life import Settings


class Verdict(StrEnum):
    """The four answers; the first is the usual one."""

    NOT_ENOUGH_INFORMATION = "not enough information"
    UNDETERMINED = "undetermined"
    NO_MORE_THAN_CHANCE = "no more than chance"
    MORE_THAN_CHANCE = "more than chance"


def judge(
    onsets: int,
    p: float,
    smallest_p: float,
    bounds: PBounds,
    power: float,
    settings: Settings,
) -> tuple[Verdict, str]:
    """Choose the verdict and give its reason as a sentence.

    In this order: too few onsets, or no match could have reached alpha: not enough information.
    Dates that allow p on both sides of alpha: undetermined, whatever p is. Both the test and
    every choice of dates at or below alpha: more than chance. Above alpha: no more than chance,
    but only if a strong association would probably have shown; else not enough information.

    Parameters
    ----------
    onsets : int
        Distinct onsets tested.
    p, smallest_p : float
        The test's p, and the p of the best possible match.
    bounds : PBounds
        Over all dates that the intervals allow.
    power : float
        Chance that a rate ratio of ``settings.detectable_ratio`` gives p <= alpha.
    settings : Settings
        Alpha, the fewest onsets, and the power that "no more than chance" needs.
    """
    alpha = settings.alpha
    if onsets < settings.fewest_onsets:
        return Verdict.NOT_ENOUGH_INFORMATION, _too_few(onsets, settings.fewest_onsets, smallest_p)
    if smallest_p > alpha:
        return Verdict.NOT_ENOUGH_INFORMATION, (
            f"Even if every onset had matched as well as it could, {_of_100(smallest_p)} such "
            f"histories would show as much by chance alone, which is more than {100 * alpha:g}."
        )
    if bounds.smallest <= alpha < bounds.largest:
        return Verdict.UNDETERMINED, (
            "The dates are not known well enough: some choices that fit them put the match "
            "beyond chance, others do not."
        )
    if (p <= alpha) != (bounds.largest <= alpha):
        return Verdict.UNDETERMINED, (
            "The test that spreads each date over its interval and the test of each exact "
            "choice of dates do not agree."
        )
    if p <= alpha:
        return Verdict.MORE_THAN_CHANCE, (
            f"By chance alone {_of_100(p)} such histories show at least this match."
        )
    if power < settings.power_needed:
        return Verdict.NOT_ENOUGH_INFORMATION, (
            "The match is within chance, but onsets that are "
            f"{settings.detectable_ratio:g} times as frequent after stressors would have been "
            f"found with a probability of only {power:.2g}."
        )
    return Verdict.NO_MORE_THAN_CHANCE, (
        f"By chance alone {_of_100(p)} such histories show at least this match."
    )


def _too_few(onsets: int, fewest_onsets: int, smallest_p: float) -> str:
    if onsets == 1:
        return (
            "There is one onset. Its p is the share of places where it would match as well, "
            f"and can never be below {smallest_p:.2g}, however good the match."
        )
    return f"There are {onsets} distinct onsets; at least {fewest_onsets} are needed."


def _of_100(p: float) -> str:
    if p >= 0.995:
        return "all" if p >= 1.0 else "nearly all"
    return f"{100 * p:.2g} of 100"
