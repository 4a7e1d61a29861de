"""Forms of workshops: planning one, moving one of its group sessions."""

import zoneinfo
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.web.people.models import Person, Site
from remit.web.practice.group_queries import facilitators
from remit.web.practice.models import Meeting
from remit.web.practice.workshops import LARGEST, MOST_LEADS, Plan

ZONES = sorted(zoneinfo.available_timezones())


class WhereForm(forms.Form):
    """A date, a time and where; shared by planning and moving."""

    on = forms.DateField(label=_("Date"), widget=forms.DateInput({"type": "date"}))
    at = forms.TimeField(label=_("Time"), widget=forms.TimeInput({"type": "time"}))
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Link of the video room"), max_length=400, required=False, assume_scheme="https"
    )


class MoveForm(WhereForm):
    """Another date, time or place for one group session."""

    def __init__(self, posted: Mapping[str, Any] | None = None, *, meeting: Meeting) -> None:
        super().__init__(
            posted,
            initial={name: getattr(meeting, name) for name in ("on", "at", "place", "link")},
            prefix=f"m{meeting.number}",
            label_suffix="",
        )


class PlanForm(WhereForm):
    """What a new workshop needs."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("It stands in calendars: a name that says nothing of pain."),
    )
    zone = forms.ChoiceField(label=_("Time zone"), choices=[(one, one) for one in ZONES])
    capacity = forms.IntegerField(
        label=_("Places"), min_value=1, max_value=LARGEST, initial=LARGEST
    )
    leads = forms.MultipleChoiceField(
        label=_("Who leads"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One person, or two together."),
    )
    field_order = ("name", "on", "at", "zone", "place", "link", "capacity", "leads")

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.pk): one for one in facilitators(site)}
        self.fields["leads"].choices = [  # type: ignore[attr-defined]
            (key, str(one)) for key, one in self.known.items()
        ]
        self.fields["zone"].initial = site.time_zone
        self.fields["on"].label = _("First group session")
        self.fields["on"].help_text = _("The second and third follow after one and two weeks.")

    def clean_leads(self) -> list[Person]:
        """One or two people."""
        chosen: list[str] = self.cleaned_data["leads"]
        if len(chosen) > MOST_LEADS:
            raise forms.ValidationError(_("Two people at most lead a workshop."))
        return [self.known[key] for key in chosen]

    def plan(self) -> Plan:
        """What `make_workshop` takes."""
        told = self.cleaned_data
        return Plan(
            name=told["name"],
            first_on=told["on"],
            at=told["at"],
            zone=told["zone"],
            place=told["place"],
            link=told["link"],
            capacity=told["capacity"],
        )
