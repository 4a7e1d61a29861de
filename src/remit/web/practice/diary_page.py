"""A participant's numbers as the statistics take them, and what is read of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from remit.pathways.practice.diary_question import DiaryFound, RatedDay, ask
from remit.stats.not_estimable import NotEstimable
from remit.web.consult.figure import Dot, dots
from remit.web.people import audit
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, check_allowed
from remit.web.practice.enrolment_queries import enrolment_seen, name_of
from remit.web.practice.models import Enrolment
from remit.web.practice.path import Path, path_of


@dataclass(frozen=True, kw_only=True)
class DiaryPage:
    """What a clinician sees of one diary."""

    enrolment: Enrolment
    name: str
    path: Path
    found: DiaryFound

    @property
    def dots(self) -> tuple[Dot, ...]:
        """As many filled dots as of 100 diaries show as much by chance; none before a look."""
        looks = self.found.looks
        return () if isinstance(looks, NotEstimable) else dots(round(100 * looks.p))


def diary_of(person: Person, pk: UUID, *, now: datetime) -> DiaryPage:
    """The diary of one enrolment, for who may see doses and chance; opening it is noted.

    Raises:
        NotFound, NotAllowed: as for the enrolment, or where chance is not for this reader.
    """
    enrolment = enrolment_seen(person, pk, now=now)
    check_allowed(person, Act.SEE, Object.CHANCE, enrolment.case, now=now)
    path = path_of(enrolment.case, by=person, now=now)
    audit.record_view(by=person, now=now, site=enrolment.case.site, object_id=enrolment.case.pk)
    return DiaryPage(enrolment=enrolment, name=name_of(enrolment), path=path, found=asked_of(path))


def asked_of(path: Path) -> DiaryFound:
    """Put the declared question to a path; it begins with its first rated day."""
    began = {one.on for one in path.times}
    days = [RatedDay(day.pain, day.stress, day.on in began) for day in path.days]
    first = next((at for at, day in enumerate(path.days) if not day.is_empty), len(days))
    return ask(days[first:])
