"""Forms of screening, spelled out from the file: refinements, sub-questions, asked at once."""

from __future__ import annotations

from collections.abc import Iterator

from remit.content.screening_source import Source, SourcePage, SourceQuestion, Stage, Sub
from remit.domain.decision_table import Cell, Table
from remit.domain.form import Form, Kind, Need, Option, Page, Question

YES, NO, NOT_SURE, PREFER_NOT = "yes", "no", "not_sure", "prefer_not"
YES_NO = (
    Option(key=YES, text="Yes"),
    Option(key=NO, text="No"),
    Option(key=NOT_SURE, text="I am not sure"),
)
PREFER_NOT_TO_SAY = Option(key=PREFER_NOT, text="I prefer not to say")
SIGNS, NEW, EVERY_QUESTION = "SIGNS", "NEW", "*"


def forms(source: Source) -> tuple[tuple[str, Form], ...]:
    """Every form of the set, by stage."""
    return tuple((stage.id, _form(source, stage)) for stage in source.stage)


def _form(source: Source, stage: Stage) -> Form:
    named = {page.id: page for page in source.page}
    pages = tuple(_page(source, stage, named[name]) for name in stage.pages)
    return Form(
        id=f"{source.id}-{stage.id}",
        version=source.version,
        title=stage.title,
        pages=pages,
        minutes=stage.minutes,
    )


def _page(source: Source, stage: Stage, page: SourcePage) -> Page:
    here = [
        one
        for one in source.question
        if page.id in one.pages and (not one.stages or stage.id in one.stages)
    ]
    questions: list[Question] = []
    for one in here:
        questions += _with_subs(source, stage, one)
    for needed in dict.fromkeys(name for one in here for name in one.at_once):
        askers = [one for one in here if needed in one.at_once]
        if not any(one.id == needed for one in here):
            questions += _at_once(source, needed, askers)
    return Page(
        key=page.id,
        title=page.title,
        intro=page.intro or stage.intro,
        questions=tuple(questions),
    )


def _with_subs(source: Source, stage: Stage, one: SourceQuestion) -> Iterator[Question]:
    yield _main(one, _opened_by(source, stage, one))
    if one.refine:
        yield from _refinements(source, one.id)
    yield from (_sub(one, sub) for sub in one.sub)


def _at_once(source: Source, needed: str, askers: list[SourceQuestion]) -> Iterator[Question]:
    """A question of another stage, asked as soon as one of `askers` was not answered no."""
    one = next(question for question in source.question if question.id == needed)
    yield _main(one, tuple((_said(asker.id),) for asker in askers))
    yield from (_sub(one, sub) for sub in one.sub if sub.at_once)


def _opened_by(source: Source, stage: Stage, one: SourceQuestion) -> Table:
    if one.after:
        return ((_said(one.after),),)
    if not stage.only_after_signs or one.id in (SIGNS, NEW):
        return one.ask_when
    signs = tuple(
        sign.key
        for sign in source.sign
        if one.id in sign.questions or EVERY_QUESTION in sign.questions
    )
    opened: Table = ((_said(NEW),), (Cell(key=SIGNS, is_=signs),))
    return tuple((*row, *more) for row in opened for more in one.ask_when or ((),))


def _main(one: SourceQuestion, ask_when: Table) -> Question:
    options = one.options
    if one.kind is Kind.CHOICE and not options:
        options = (*YES_NO, PREFER_NOT_TO_SAY) if one.prefer_not else YES_NO
    return Question(
        key=one.id,
        kind=one.kind,
        text=one.text,
        hint=one.hint,
        options=options,
        low=one.low,
        high=one.high,
        whole=one.whole,
        unit=one.unit,
        need=Need.MUST if one.must else Need.MAY,
        ask_when=ask_when,
        source=f"Clinical reference {one.source} {one.mark}".strip() if one.source else "",
    )


def _refinements(source: Source, identifier: str) -> Iterator[Question]:
    for name, words in source.refinement.items():
        opener = _said(identifier)
        if name.startswith("assessed_"):
            opener = Cell(key=f"{identifier}.assessed", is_=(YES,))
        yield Question(
            key=f"{identifier}.{name}",
            kind=words.kind,
            text=words.text,
            hint=words.hint,
            options=words.options,
            ask_when=((opener,),),
        )


def _sub(one: SourceQuestion, sub: Sub) -> Question:
    options = sub.options or (YES_NO if sub.kind is Kind.CHOICE else ())
    return Question(
        key=sub.key,
        kind=sub.kind,
        text=sub.text,
        hint=sub.hint,
        options=options,
        low=sub.low,
        high=sub.high,
        whole=sub.whole,
        unit=sub.unit,
        long=sub.long,
        ask_when=sub.ask_when or ((_said(one.id),),),
    )


def _said(identifier: str) -> Cell:
    """Answered with yes or not sure."""
    return Cell(key=identifier, is_=(YES, NOT_SURE))
