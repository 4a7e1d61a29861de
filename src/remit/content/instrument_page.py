"""The reference page of the instruments, written from their files so that it cannot drift."""

from __future__ import annotations

from collections.abc import Iterator

from remit.content.instruments import battery, shipped, slots
from remit.domain.assessment import Due, Occasion, Part
from remit.domain.instrument import Instrument, Licence, ScoreDefinition

COMMAND = "remit content instruments -o docs/clinical/instruments.md"
_INTRO = f"""# Instruments

What Remit asks, under which licence, how answers become scores, and when it is due. Instruments
whose licence does not let their text travel with Remit are slots.

*This page is generated: `{COMMAND}`.*

At entry every item of a score is needed; a score with a missing answer is empty and says why. Only
imported records may lack a few items, and then the score names them. PHQ-9 item 9 is never
substituted. LOINC codes come from implementers' repositories and mirrors, since the owner's site
could not be read; each carries its mark. LOINC is a registered trademark of Regenstrief Institute.
Marks are explained under [Sources](sources.md); what is still to be compared with its source is
listed under [What was checked](verification.md).
"""


def instruments_page() -> str:
    """The whole page in Markdown."""
    parts = [_INTRO, _licences(), _shipped_table()]
    parts += ["\n".join(_instrument(one)) for one in shipped()]
    parts += [_slots(), "\n".join(_schedule())]
    return "\n".join(part.rstrip() + "\n" for part in parts)


def _licences() -> str:
    rows = [
        f"| {one} | {one.meaning} | {'yes' if one.may_ship else 'no: slot'} |" for one in Licence
    ]
    head = ["## Licence classes", "", "| class | meaning | text may ship |", "|---|---|---|"]
    return "\n".join([*head, *rows])


def _shipped_table() -> str:
    rows = [
        f"| {one.title} | `{one.id}` | {one.construct} | {one.licence} | {one.recall} "
        f"| {' or '.join(one.where_asked)} |"
        for one in shipped()
    ]
    head = [
        "| instrument | id | about | licence | asks about | asked |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join(["## With text", "", *head, *rows])


def _instrument(one: Instrument) -> Iterator[str]:
    yield f"### {one.title}"
    yield ""
    yield f"Licence {one.licence}: {one.licence_reason}. {one.source_line}"
    if one.citation:
        yield f"Published: {one.citation}."
    yield ""
    if one.scores:
        yield "| score | function | range | bands and cut-offs | needs a human |"
        yield "|---|---|---|---|---|"
        yield from (_score(score) for score in one.scores)
        yield ""
    yield from _remarks(one)


def _score(score: ScoreDefinition) -> str:
    named = [f"{band.at_least:g} {band.words} [{band.mark}]" for band in score.bands]
    named += [f"{cut.words} [{cut.mark}]" for cut in score.cut_offs]
    flags = [f"{flag.code}: {flag.finding}" for flag in score.flags]
    return (
        f"| {score.title} (`{score.key}`) | {score.scoring} | {score.low:g} to {score.high:g} "
        f"| {'; '.join(named)} | {'; '.join(flags)} |"
    )


def _remarks(one: Instrument) -> Iterator[str]:
    if one.change:
        words = "; ".join(f"{change.words} [{change.mark}]" for change in one.change)
        yield f"- Change that matters: {words}."
    yield from (f"- {note}" for note in one.notes)
    if one.loinc:
        codes = [
            f"{key} {code.code} [{code.mark}]" + (f" ({code.note})" if code.note else "")
            for key, code in one.loinc.items()
        ]
        yield f"- LOINC: {', '.join(codes)}."
    yield ""


def _slots() -> str:
    rows = [
        f"| {one.title} | `{one.id}` | {one.construct} | {one.licence} | {one.licence_reason} "
        f"| {' '.join(one.notes)} |"
        for one in slots()
    ]
    head = ["| instrument | id | about | licence | why | notes |", "|---|---|---|---|---|---|"]
    return "\n".join(["## Slots", "", *head, *rows])


def _schedule() -> Iterator[str]:
    yield "## Schedule"
    yield ""
    yield "| point | when | what is due |"
    yield "|---|---|---|"
    yield from (_occasion(one) for one in battery().occasions)


def _occasion(one: Occasion) -> str:
    return f"| {one.title} | {one.window} | {', '.join(map(_part, one.parts))} |"


def _part(part: Due) -> str:
    notes = []
    if len(part.where) == 1:
        notes.append("remote" if part.where[0] == "remote" else "in the clinic")
    if part.only_if:
        notes.append(f"if {part.only_if.replace('_', ' ')}")
    if part.reuse_days is not None:
        notes.append(f"reuse if at most {part.reuse_days} days old")
    if part.part is Part.SLOT:
        notes.append("slot")
    elif part.may_skip:
        notes.append("may be skipped")
    return part.id + (f" ({', '.join(notes)})" if notes else "")
