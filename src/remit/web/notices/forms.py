"""Staff forms of the notices house."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from remit.domain.action_code import ActionCode
from remit.domain.service import Cover, ServiceLevel
from remit.domain.service_hours import Span, read_spans
from remit.errors import InvalidInput
from remit.web.notices.models import CrisisContact
from remit.web.people.models import Person, Site

_DAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)


class OutcomeForm(forms.Form):
    """What came of a flag."""

    words = forms.CharField(
        label=_("What came of it"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Who was spoken to, what was found, what was agreed, who does what next."),
    )
    reviewed = forms.BooleanField(
        label=_("A clinician looked at this answer together with the participant"), required=False
    )


class DowngradeForm(forms.Form):
    """A lower code, with a reason."""

    code = forms.ChoiceField(label=_("New code"), choices=[])
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, below: ActionCode, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lower = [code for code in ActionCode if code.urgency < below.urgency]
        self.fields["code"].choices = [  # type: ignore[attr-defined]
            (code.value, f"{code.value} {code.word}") for code in reversed(lower)
        ]


class ReopenForm(forms.Form):
    """Why an outcome is undone."""

    reason = forms.CharField(label=_("Why it is open again"), max_length=2000)


class SpansField(forms.CharField):
    """The hours of one weekday, as people write them."""

    def __init__(self, weekday: int, **kwargs: Any) -> None:
        super().__init__(label=_DAYS[weekday], required=False, max_length=80, **kwargs)
        self.weekday = weekday

    def clean(self, value: Any) -> tuple[Span, ...]:
        """The spans."""
        try:
            return read_spans(self.weekday, super().clean(value))
        except InvalidInput as error:
            raise ValidationError(str(error)) from None


class ServiceForm(forms.Form):
    """Zone, country, cover and weekly hours of a site."""

    time_zone = forms.CharField(label=_("Time zone"), help_text=_("Such as Europe/Berlin"))
    country = forms.RegexField(
        r"^[A-Za-z]{2}$",
        label=_("Country of the crisis contacts"),
        help_text=_("Two letters, such as IE"),
        widget=forms.TextInput(attrs={"class": "input--short"}),
    )
    cover = forms.ChoiceField(
        label=_("Who answers urgent flags"),
        choices=[
            (Cover.NONE.value, _("Nobody undertakes to call the same day")),
            (Cover.ON_CALL.value, _("A clinician is on call and calls the same day")),
        ],
        help_text=_("Participants are promised a call only where somebody is on call."),
    )
    out_of_hours = forms.BooleanField(
        label=_("On call outside the opening hours too"), required=False
    )
    cover_words = forms.CharField(
        label=_("How the cover works"),
        required=False,
        max_length=200,
        help_text=_("For staff: who to ring, who stands in"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for weekday in range(len(_DAYS)):
            self.fields[f"day{weekday}"] = SpansField(weekday)
        self.fields["day0"].help_text = _(
            "As 8:00-12:00, 13:00-17:00; empty where closed; 20:00-6:00 ends on the next day"
        )

    def clean_time_zone(self) -> str:
        """A zone that exists."""
        zone = str(self.cleaned_data["time_zone"])
        if zone not in available_timezones():
            raise ValidationError(_("There is no such time zone. Write it as Europe/Berlin."))
        return zone

    def weekly(self) -> list[Span]:
        """All spans of the week."""
        days = range(len(_DAYS))
        return [span for day in days for span in self.cleaned_data[f"day{day}"]]

    @staticmethod
    def filled(site: Site, level: ServiceLevel) -> dict[str, Any]:
        """What is declared now, as the form shows it."""
        shown: dict[str, Any] = {
            "time_zone": site.time_zone,
            "country": level.country,
            "cover": level.cover.value,
            "cover_words": level.cover_words,
            "out_of_hours": level.out_of_hours,
        }
        for day in range(len(_DAYS)):
            spans = (span for span in level.hours.weekly if span.weekday == day)
            shown[f"day{day}"] = ", ".join(span.words for span in sorted(spans))
        return shown


class HolidayForm(forms.Form):
    """A date on which the site does not open."""

    on = forms.DateField(label=_("Closed on"), widget=forms.DateInput(attrs={"type": "date"}))
    name = forms.CharField(label=_("Why"), required=False, max_length=60)


class LocalTimeField(forms.DateTimeField):
    """A local time whose zone the form knows; the zone of the reader has no say in it."""

    def clean(self, value: Any) -> Any:
        with timezone.override("UTC"):  # an hour that the reader's clock repeats may be plain there
            return super().clean(value)


class TurnForm(forms.Form):
    """A turn of duty, in the site's local time."""

    person = forms.ChoiceField(label=_("Who"), choices=[])
    begins = LocalTimeField(
        label=_("From"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    ends = LocalTimeField(
        label=_("Until"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    rank = forms.IntegerField(
        label=_("Rank"),
        min_value=1,
        max_value=9,
        initial=1,
        help_text=_("1 is told at once, 2 when 1 did not answer, and so on"),
        widget=forms.NumberInput(attrs={"class": "input--number"}),
    )

    def __init__(self, *args: Any, able: list[Person], zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._zone = ZoneInfo(zone)
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (person.pk, person.display_name) for person in able
        ]

    def clean(self) -> dict[str, Any]:
        """The site's clock, whatever zone the reader has; it ends after it begins."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("begins", "ends"):
            if isinstance(cleaned.get(name), datetime):
                cleaned[name] = cleaned[name].replace(tzinfo=self._zone)
        if cleaned.get("begins") and cleaned.get("ends") and cleaned["ends"] <= cleaned["begins"]:
            self.add_error("ends", _("It ends before it begins."))
        return cleaned


class ContactForm(forms.Form):
    """A crisis contact."""

    kind = forms.ChoiceField(label=_("Kind"), choices=CrisisContact.Kind.choices)
    name = forms.CharField(label=_("Name"), max_length=80)
    number = forms.RegexField(
        r"^[+0-9][-0-9 ()./*#]{1,29}$",
        label=_("Number to call"),
        required=False,
        help_text=_("As people dial it where your participants live"),
        widget=forms.TextInput(attrs={"class": "input--short", "inputmode": "tel"}),
    )
    text_number = forms.CharField(
        label=_("Number or address for text messages"), required=False, max_length=60
    )
    hours = forms.CharField(
        label=_("Hours"), max_length=80, help_text=_("Such as: day and night, every day")
    )
    country = forms.RegexField(
        r"^[A-Za-z]{2}$",
        label=_("Country"),
        help_text=_("Two letters"),
        widget=forms.TextInput(attrs={"class": "input--short"}),
    )
    language = forms.RegexField(
        r"^[a-z]{2}(-[a-z]{2,4})?$",
        label=_("Language of this entry"),
        initial="en",
        widget=forms.TextInput(attrs={"class": "input--short"}),
    )
    languages = forms.CharField(label=_("Languages they speak"), required=False, max_length=80)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Something to dial or to write to."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("number") and not cleaned.get("text_number"):
            self.add_error("number", _("Give a number to call, or one for text messages."))
        return cleaned

    def contact(self) -> dict[str, str]:
        """The fields of the contact."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
