"""The form of a planned contact: what every call asks, and what later months ask beside it."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.domain.facts import Answer
from remit.pathways.practice.distress import Level
from remit.web.practice.call_answers import CallTold
from remit.web.practice.calls import FOLLOW_UPS

REACHED: Final = "reached"
_NOT_ASKED = ("", _("not asked"))
_SIGNS = (
    (Answer.NO.value, _("No")),
    (Answer.UNSURE.value, _("Not sure")),
    (Answer.YES.value, _("Yes")),
)
_LEVELS = (
    (Level.EXPECTED.value, _("As expected")),
    (Level.WATCH.value, _("A1: it was a lot, and settled")),
    (Level.REVIEW.value, _("A2: a clinician looks at it within a working day; writing of 2 rests")),
    (Level.STOP.value, _("A3: writing stops; the clinician on duty hears of it today")),
    (Level.EMERGENCY.value, _("A4: emergency; stay on the line and call for help")),
)
_WORK = (
    _NOT_ASKED,
    ("by choice", _("works or studies, and as they choose")),
    ("partly", _("partly")),
    ("not", _("not, because of pain")),
    ("does not apply", _("does not apply")),
)
_OPERATION = (
    _NOT_ASKED,
    ("none", _("none was planned")),
    ("planned", _("planned")),
    ("done", _("done")),
    ("not done", _("not done; their decision with the surgeon")),
)
_LATER: Final = ("pain_now", "gone_weeks", "work", "activities", "operation", "medicines", "flares")


class CallForm(forms.Form):
    """One contact; the fields of later months are left out of the calls during the programme."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    reached = forms.ChoiceField(
        label=_("Did you reach them?"),
        widget=forms.RadioSelect,
        choices=((REACHED, _("Yes")), ("tried", _("No, I tried"))),
    )
    signs = forms.ChoiceField(
        label=_("Anything new or worrying in the body?"),
        widget=forms.RadioSelect,
        choices=_SIGNS,
        required=False,
        help_text=_("Ask this first. Yes or not sure: the safety questions come next."),
    )
    level = forms.ChoiceField(
        label=_("How do you read it, by the guide?"), choices=_LEVELS, required=False
    )
    pain_now = forms.IntegerField(
        label=_("Average pain of the past week, 0 to 10"), min_value=0, max_value=10, required=False
    )
    gone_weeks = forms.IntegerField(
        label=_("Weeks with pain of 0 or 1, as far as they remember"),
        min_value=0,
        max_value=520,
        required=False,
    )
    work = forms.ChoiceField(label=_("Work or study"), choices=_WORK, required=False)
    activities = forms.CharField(
        label=_("What they do again, or no longer"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    operation = forms.ChoiceField(label=_("Operation"), choices=_OPERATION, required=False)
    medicines = forms.CharField(
        label=_("Medicines, as they report them"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Give no advice. A change without the prescriber goes to the clinician today."),
    )
    flares = forms.CharField(
        label=_("Did it come back, and how soon did it ease?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    note = forms.CharField(
        label=_("What was said, what you did, whom you told"),
        max_length=8000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Sealed. Read by the clinicians of this site and who leads the group."),
    )

    def __init__(self, posted: Mapping[str, Any] | None = None, *, kind: str) -> None:
        super().__init__(posted, initial={"key": uuid4()}, label_suffix="")
        if kind not in FOLLOW_UPS:
            for name in _LATER:
                del self.fields[name]

    @property
    def call_key(self) -> UUID:
        """The key that the page was given."""
        key: UUID = self.cleaned_data["key"]
        return key

    @property
    def is_reached(self) -> bool:
        """Whether somebody answered."""
        return bool(self.cleaned_data[REACHED] == REACHED)

    def told(self) -> CallTold:
        """What was told; empty numbers stay out."""
        plain = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("key", REACHED) and value not in ("", None)
        }
        return CallTold.of(plain)
