"""Where things stand in the drawing of My path: dots, soft ranges, bars, ticks, dashes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from remit.web.practice.path import DayOfPath, Path, TimeItHurt, WeekOfPath

WIDTH, HEIGHT = 328, 270
LEFT, RIGHT = 28, 324
PAIN_TOP, PAIN_BOTTOM = 26, 146
STRESS_TOP, STRESS_BOTTOM = 176, 226
TICKS, WORDS = 244, 264
DASH_ABOVE = 7


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark at a place; `height` and `width` where it has a size, `words` where it has a name."""

    x: float
    y: float
    width: float = 0
    height: float = 0
    words: str = ""


@dataclass(slots=True)
class PathFigure:
    """Everything that is drawn; no line joins two days, so none crosses a gap."""

    dots: list[Mark] = field(default_factory=list)
    ranges: list[Mark] = field(default_factory=list)
    bars: list[Mark] = field(default_factory=list)
    ticks: list[Mark] = field(default_factory=list)
    dashes: list[Mark] = field(default_factory=list)
    triangles: list[Mark] = field(default_factory=list)
    weeks: list[Mark] = field(default_factory=list)


def figure_of(path: Path) -> PathFigure:
    """The drawing of a path."""
    figure = PathFigure()
    if not path.days:
        return figure
    step = (RIGHT - LEFT) / len(path.days)
    at = {day.on: LEFT + step * (number + 0.5) for number, day in enumerate(path.days)}
    for week in path.weeks:
        _draw_week(figure, week, at, step)
    for day in path.days:
        _draw_day(figure, day, at[day.on], step)
    _draw_times(figure, path.times, at)
    return figure


def _draw_week(figure: PathFigure, week: WeekOfPath, at: dict[date, float], step: float) -> None:
    left = at[week.days[0].on] - step / 2
    width = step * len(week.days)
    words = str(week.number) if week.number > 0 else ""
    figure.weeks.append(Mark(round(left, 1), WORDS, round(width, 1), words=words))
    if week.span:
        low, high = week.span
        top = _pain(high) - 6
        figure.ranges.append(
            Mark(round(left + 1, 1), top, round(width - 2, 1), _pain(low) + 6 - top)
        )


def _draw_day(figure: PathFigure, day: DayOfPath, x: float, step: float) -> None:
    x = round(x, 1)
    if day.pain is not None:
        figure.dots.append(Mark(x, _pain(day.pain)))
    if day.stress is not None:
        height = max(1.5, (STRESS_BOTTOM - STRESS_TOP) * day.stress / 10)
        width = round(min(7.0, step * 0.6), 1)
        figure.bars.append(Mark(round(x - width / 2, 1), STRESS_BOTTOM - height, width, height))
    if day.practised:
        figure.ticks.append(Mark(x, TICKS))
    if day.is_empty:
        figure.dashes.append(Mark(x, PAIN_BOTTOM - DASH_ABOVE, round(min(8.0, step * 0.6), 1)))


def _draw_times(figure: PathFigure, times: Iterable[TimeItHurt], at: dict[date, float]) -> None:
    for one in times:
        if one.on in at:
            y = _pain(one.pain) if one.pain is not None else float(PAIN_TOP)
            figure.triangles.append(Mark(round(at[one.on], 1), y, words=str(one.number)))


def _pain(value: int) -> float:
    return round(PAIN_BOTTOM - (PAIN_BOTTOM - PAIN_TOP) * value / 10, 1)
