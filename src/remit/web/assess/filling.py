"""One page of a form that was sent: what it held, and what comes next."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from remit.domain.form import Need, Page, Question, is_asked, read_answer
from remit.domain.saying import Reading
from remit.errors import InvalidInput
from remit.web.assess.actions import save_answers
from remit.web.assess.keeping import Saved
from remit.web.assess.models import Sheet
from remit.web.assess.records import stored_values
from remit.web.people.models import Person
from remit.web.people.site_day import site_day


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A page as it was sent.

    Attributes:
        given: what each field held.
        shown: questions that were seen, so that leaving them out means something.
        seen: version of each answer as the page knew it.
    """

    given: Mapping[str, list[str]]
    shown: frozenset[str]
    seen: Mapping[str, int]


@dataclass(kw_only=True)
class Filled:
    """What became of a page.

    Attributes:
        saved: the receipt.
        errors: what must be looked at again, by question.
        more: questions that an answer opened and that were not seen yet.
    """

    saved: Saved
    errors: dict[str, str] = field(default_factory=dict)
    more: list[Question] = field(default_factory=list)


def sent_page(page: Page, post: QueryDict) -> Sent:
    """What a page held; only questions that were on it count."""
    there = frozenset(" ".join(post.getlist("there")).split())
    return Sent(
        given={one.key: post.getlist(one.key) for one in page.questions if one.key in there},
        shown=frozenset(" ".join(post.getlist("shown")).split()),
        seen=read_versions(post.get("seen", "")),
    )


def read_versions(text: str) -> dict[str, int]:
    """Versions by question from a hidden field; what is not readable counts as never seen."""
    try:
        plain = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(plain, dict):
        return {}
    return {str(key): one for key, one in plain.items() if isinstance(one, int)}


def fill_page(sheet: Sheet, page: Page, sent: Sent, *, by: Person, now: datetime) -> Filled:
    """Keep a page and say what is still missing on it.

    Raises:
        Conflict: the form was closed meanwhile.
    """
    values = dict(stored_values(sheet)) | _readable(page, sent, site_day(sheet.case.site, now))
    more = [
        one
        for one in page.questions
        if one.key not in sent.shown and one.key not in values and is_asked(one, values)
    ]
    saved = save_answers(
        sheet=sheet,
        given=sent.given,
        by=by,
        now=now,
        seen=sent.seen,
        whole_page=True,
        unseen=tuple(one.key for one in more),
    )
    filled = Filled(saved=saved, errors=dict(saved.errors), more=more)
    values = stored_values(sheet)
    clashing = {clash.question.key for clash in saved.clashes}
    for one in page.questions:
        missing = one.key not in values and one.key not in clashing and one not in more
        if missing and one.need is Need.MUST and is_asked(one, values):
            filled.errors.setdefault(one.key, _("This question needs an answer."))
    return filled


def _readable(page: Page, sent: Sent, today: date) -> dict[str, str | float | tuple[str, ...]]:
    found = {}
    for question in page.questions:
        try:
            value = read_answer(
                question,
                sent.given.get(question.key),
                Reading(entry=today),
            )
        except InvalidInput:
            continue
        if value is not None:
            found[question.key] = value
    return found
