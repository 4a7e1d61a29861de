"""Keep answers one by one: what clashes is not overwritten, what is sent twice is kept once."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from remit.domain.action_code import ActionCode
from remit.domain.decision_table import Value
from remit.domain.form import Kind, Question, read_answer
from remit.domain.lately import said
from remit.domain.saying import Reading
from remit.domain.words import say
from remit.errors import InvalidInput
from remit.web.assess.models import Answer, Sheet, State
from remit.web.assess.records import seal_value, value_of
from remit.web.assess.sources import Source
from remit.web.people.models import Person
from remit.web.people.site_day import site_day


@dataclass(frozen=True, kw_only=True)
class Clash:
    """An answer that was changed elsewhere after the page was read; both are kept to choose from.

    Attributes:
        question: what was asked.
        stored: the answer that is kept now.
        given: the answer that came from this page.
        version: the version of the stored one.
        at: when it was kept.
    """

    question: Question
    stored: Value | None
    given: Value | None
    version: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Saved:
    """The receipt of a save.

    Attributes:
        sheet: as it is now.
        versions: version of each answer that was given.
        understood: what was understood of a date in words.
        errors: why an answer could not be read; it was not kept.
        clashes: answers that were changed elsewhere; they were not overwritten.
        codes: what was raised.
        news: whether something was raised that was not told of before: it comes first.
    """

    sheet: Sheet
    versions: Mapping[str, int] = field(default_factory=dict)
    understood: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    clashes: tuple[Clash, ...] = ()
    codes: tuple[ActionCode, ...] = ()
    news: bool = False

    @property
    def stopped(self) -> bool:
        """Whether the emergency panel comes next."""
        return self.sheet.state == State.STOPPED


def keep(
    sheet: Sheet,
    source: Source,
    given: Mapping[str, object],
    seen: Mapping[str, int] | None,
    by: Person | None,
    now: datetime,
) -> Saved:
    """Keep what can be kept, inside the transaction of the action that claimed the sheet."""
    stored = {answer.key: answer for answer in sheet.answers.all()}
    versions: dict[str, int] = {}
    understood: dict[str, str] = {}
    errors: dict[str, str] = {}
    clashes: list[Clash] = []
    for key, raw in given.items():
        question = source.form.question(key)
        try:
            value = read_answer(question, raw, Reading(entry=site_day(sheet.case.site, now)))
        except InvalidInput as error:
            errors[key] = str(error)
            continue
        clash = _clash(question, stored.get(key), value, None if seen is None else seen.get(key, 0))
        if clash is not None:
            clashes.append(clash)
            continue
        versions[key] = _write(sheet, key, value, stored.get(key), by, now)
        if question.kind is Kind.DATE and isinstance(value, str):
            understood[key] = say(said(value, Reading(entry=site_day(sheet.case.site, now))))
    return Saved(
        sheet=sheet,
        versions=versions,
        understood=understood,
        errors=errors,
        clashes=tuple(clashes),
    )


def _clash(
    question: Question, answer: Answer | None, value: Value | None, seen: int | None
) -> Clash | None:
    if answer is None or seen is None or seen >= answer.version:
        return None
    stored = value_of(answer)
    if stored == value:
        return None  # the same answer again: a receipt that got lost
    return Clash(
        question=question,
        stored=stored,
        given=value,
        version=answer.version,
        at=answer.updated_at,
    )


def _write(
    sheet: Sheet,
    key: str,
    value: Value | None,
    answer: Answer | None,
    by: Person | None,
    now: datetime,
) -> int:
    """Keep one answer; its version now. What did not change is not written."""
    if answer is None:
        if value is None:
            return 0
        answer = Answer(id=uuid.uuid4(), sheet=sheet, key=key, version=0)
    elif value_of(answer) == value:
        return answer.version
    answer.sheet = sheet
    answer.sealed_value = seal_value(answer, value)
    answer.version += 1
    answer.updated_at = now
    answer.by = by
    answer.save()
    return answer.version
