"""A programme of the intensities of E.3 with words that say nothing: for rules, not for reading."""

from remit.domain.group_session import GROUP_DAYS, SESSION_MINUTES, Part, Session
from remit.domain.programme import (
    Day,
    Education,
    Figure,
    Line,
    Passage,
    Practice,
    PracticeKind,
    Programme,
    Step,
    Theme,
    Writing,
    WritingKind,
)

INTENSITIES = (1, 1, 1, 2, 2, 2, 1, 2, 4, 3, 0, 2, 3, 2, 2, 1, 2, 4, 2, 1, 1)
PASSAGE = Passage(text="Words.", sources=("D",))


def theme(intensity, minutes=15):
    return Theme(
        title="A theme",
        invitation="Write.",
        questions=("What?",),
        minutes=minutes,
        intensity=intensity,
        kind=WritingKind.FREE,
    )


def day(number, intensity):
    figure = Figure(kind="chain", title="A", caption="B", labels=("c",))
    return Day(
        number=number,
        about="Today.",
        education=Education(
            title="T", goal="G", minutes=4, passages=(PASSAGE,), honest=PASSAGE, figure=figure
        ),
        writing=Writing(theme=theme(intensity), gentler=theme(max(0, intensity - 2), 10)),
        practices=("breath", "tracking"),
        practice_minutes=10,
        affirmations=("I am here.",),
        step=Step(title="Walk", text="Walk.", minutes=5, moves=number % 2 == 0),
    )


def practice(name, kind):
    return Practice(
        id=name,
        title=name,
        kind=kind,
        minutes=1,
        before="Eyes may be open.",
        stop_when="Stop.",
        lines=(Line(say="Look.", silence=50),),
    )


def programme(intensities=INTENSITIES):
    return Programme(
        id="made",
        version="1",
        language="en",
        days=tuple(day(number, one) for number, one in enumerate(intensities, start=1)),
        practices={
            "breath": practice("breath", PracticeKind.BREATH),
            "tracking": practice("tracking", PracticeKind.TRACKING),
        },
        sessions=tuple(
            Session(
                number=number,
                title="S",
                aim="A",
                prepare=(),
                parts=(Part(key="all", title="All", minutes=SESSION_MINUTES, purpose="P"),),
            )
            for number in range(1, len(GROUP_DAYS) + 1)
        ),
    )
