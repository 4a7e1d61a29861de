"""The steps of "It hurts" on paper: signs first, then a slow breath, looking, one thing to do."""

from __future__ import annotations

from remit.domain.flare_protocol import LOOKS_AGAIN, FlareProtocol
from remit.domain.workbook import WorkbookWords
from remit.reports.workbook_pieces import (
    Chapter,
    Piece,
    box,
    heading,
    items,
    paragraph,
    scale,
    script,
    small,
    ticks,
    to,
)


def flare_chapter(protocol: FlareProtocol, words: WorkbookWords) -> Chapter:
    """The steps in their order; whoever ticks a sign goes no further than the telephone."""
    page = words.flare
    said = (*page.paragraphs, protocol.expectation.before, protocol.expectation.new_signs)
    begin = tuple(paragraph(one) for one in said)
    return Chapter(
        key="flare",
        title=page.title,
        right=True,
        pages=(
            (*begin, *_signs(protocol, words)),
            (*_breath(protocol, words), *_looking(protocol)),
            (*_choose(protocol, words), *_again(protocol, words)),
        ),
    )


def _signs(protocol: FlareProtocol, words: WorkbookWords) -> tuple[Piece, ...]:
    step = protocol.steps.signs
    rows = tuple((one.title, one.hint) for one in protocol.signs)
    return (
        heading(f"1. {step.title}"),
        box(step.emergency),
        paragraph(step.intro),
        Piece(kind="choice", rows=rows),
        small(step.note),
        to(words.labels["if_sign"], "help"),
    )


def _breath(protocol: FlareProtocol, words: WorkbookWords) -> tuple[Piece, ...]:
    step = protocol.steps.breath
    return (
        heading(f"2. {step.title}"),
        paragraph(step.if_clear),
        small(step.eyes),
        script([(one.say, f"{one.silence} {words.labels['seconds']}") for one in step.lines]),
        *_numbers(protocol),
    )


def _numbers(protocol: FlareProtocol) -> tuple[Piece, ...]:
    step = protocol.steps.breath
    return (
        scale(step.pain_title, step.pain_low, step.pain_high),
        scale(step.fear_title, step.fear_low, step.fear_high),
    )


def _looking(protocol: FlareProtocol) -> tuple[Piece, ...]:
    step = protocol.steps.looking
    found: list[Piece] = [heading(f"3. {step.title}"), paragraph(step.intro)]
    found += [ticks(tuple(one.chips.values()), title=one.title) for one in protocol.looking]
    found += [
        ticks((step.nothing,)),
        small(f"{step.nothing_said} {step.close_in_time}"),
        heading(step.feelings_title, level=3),
        small(step.feelings_intro),
    ]
    found += [ticks(tuple(one.words.values()), title=one.title) for one in protocol.feelings]
    return (*found, ticks((step.feelings_none,)))


def _choose(protocol: FlareProtocol, words: WorkbookWords) -> tuple[Piece, ...]:
    step = protocol.steps.choose
    found: list[Piece] = [heading(f"4. {step.title}"), paragraph(step.intro)]
    for one in protocol.exercises:
        found.append(heading(f"{one.title} · {one.minutes} {words.labels['minutes']}", level=3))
        if one.known_sensation_only:
            found.append(box(words.labels["rests"]))
        found.append(items([line.say for line in one.lines]))
    return tuple(found)


def _again(protocol: FlareProtocol, words: WorkbookWords) -> tuple[Piece, ...]:
    step, after = protocol.steps.again, protocol.after
    found: list[Piece] = [heading(f"5. {words.labels['again']}"), paragraph(words.flare.end)]
    for minutes in LOOKS_AGAIN:
        found.append(heading(step.title.format(minutes=minutes), level=3))
        found += _numbers(protocol)
    for name, one in (
        (step.eased, after.eased), (step.same, after.same), (step.worse, after.worse),
        (words.labels["third_day"], after.day_three),
    ):  # fmt: skip
        found.append(box(one.text, title=f"{name}: {one.title}"))
    found.append(to(words.labels["if_worse"], "help"))
    expected = protocol.expectation
    shown = (expected.at_ratings, expected.steps_untested, expected.if_pain_stays)
    found.append(small(" ".join(shown)))
    return tuple(found)
