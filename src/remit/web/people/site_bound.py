"""The start of every query on rows that belong to a site."""

from datetime import datetime
from typing import ClassVar, Self, TypeVar

from django.db import models

from remit.errors import NotFound
from remit.web.people.models import Person
from remit.web.people.permissions import (
    BREAK_GLASS_OPENS,
    Act,
    Object,
    broken_glass,
    participant_sees,
    sites_where,
)

Row = TypeVar("Row", bound=models.Model)


class SiteBoundQuerySet(models.QuerySet[Row]):
    """A queryset whose model says which permission guards it and how it hangs on site and case.

    The model declares::

        permission_object: ClassVar[Object] = Object.HISTORY
        site_path: ClassVar[str] = "case__site"   # "site" on the case itself
        case_path: ClassVar[str] = "case"         # "pk" on the case itself; "" where there is none
        participant_path: ClassVar[str] = "case__participant"  # "" where none may see their own
    """

    def visible_to(self, person: Person, *, now: datetime) -> Self:
        """Rows of the sites where the person may see this object, and of cases opened by glass."""
        what: Object = getattr(self.model, "permission_object")  # noqa: B009  declared by the model
        site_path: str = getattr(self.model, "site_path", "site")
        case_path: str = getattr(self.model, "case_path", "")
        reach = models.Q(**{f"{site_path}__in": sites_where(person, Act.SEE, what)})
        if case_path and what in BREAK_GLASS_OPENS:
            reach |= models.Q(**{f"{case_path}__in": broken_glass(person, now=now)})
        participant_path: str = getattr(self.model, "participant_path", "")
        if participant_path and person.is_active and participant_sees(what):
            reach |= models.Q(**{participant_path: person})
        return self.filter(reach)

    def one_visible_to(self, person: Person, *, now: datetime, **lookup: object) -> Row:
        """One row, or NotFound (a 404 page): other sites' rows do not exist for this person."""
        found = self.visible_to(person, now=now).filter(**lookup).first()
        if found is None:
            raise NotFound("There is no such record, or it is not at your site.")
        return found


class SiteBoundModel(models.Model):
    """Base of every row that hangs on one site."""

    permission_object: ClassVar[Object]
    site_path: ClassVar[str] = "site"
    case_path: ClassVar[str] = ""
    participant_path: ClassVar[str] = ""

    class Meta:
        abstract = True
