"""Staff forms of clearance and of medicines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from remit.domain.clearance import LONGEST_DAYS, Decision
from remit.domain.reported_medicine import ChangeKind, ReportedMedicine, SaidBy
from remit.pathways.consult.clearance import ReviewItem
from remit.web.consult.clearance import Decided
from remit.web.consult.forms import FuzzyDateField

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_LONG = {"rows": 3}


class SignatureForm(forms.Form):
    """What every signature needs: the versions looked at, and the second factor."""

    code = forms.CharField(
        label=_("Code of your authenticator"),
        required=False,
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "input--short"}
        ),
    )
    number = forms.IntegerField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def look_again_at(self, number: int, version: int) -> None:
        """After a conflict: the same words, now against what stands; the code is asked anew."""
        again = {"number": str(number), "version": str(version), "code": ""}
        self.data = {**{name: self.data[name] for name in self.data}, **again}


class ClearanceForm(SignatureForm):
    """A clinician's decision; every routine finding has its own line."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[(one.value, one.words) for one in Decision if one is not Decision.WITHDRAWN],
        widget=forms.RadioSelect,
    )
    rationale = forms.CharField(label=_("Why"), max_length=4000, widget=forms.Textarea(attrs=_LONG))
    restrictions = forms.CharField(
        label=_("Restrictions"),
        required=False,
        max_length=4000,
        help_text=_("Movement limits and activity advice. The facilitator reads these."),
        widget=forms.Textarea(attrs=_LONG),
    )
    named_contact = forms.CharField(
        label=_("Named contact"),
        required=False,
        max_length=200,
        help_text=_("Whom the participant calls with questions."),
    )
    valid_until = forms.DateField(
        label=_("Holds until"),
        required=False,
        help_text=format_lazy(
            _("At most {days} days; empty means {days} days."), days=LONGEST_DAYS
        ),
        widget=forms.DateInput(attrs={"type": "date", "class": "input--short"}),
    )
    diagnosis = forms.CharField(
        label=_("Your diagnosis, in your words"), required=False, max_length=400
    )
    icd11 = forms.CharField(
        label=_("ICD-11 code, chosen by you"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"list": "icd11", "class": "input--short"}),
    )
    no_other_treatment = forms.BooleanField(
        label=_("I found no sign that this needs other treatment now; the participant may read so"),
        required=False,
    )

    def __init__(self, *args: Any, review: tuple[ReviewItem, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.review = review
        for number, item in enumerate(review):
            words = f"{item.code} {item.key}: {item.finding}" if item.code else item.finding
            self.fields[f"review-{number}"] = forms.CharField(
                label=words, required=False, max_length=1000
            )

    @property
    def review_fields(self) -> list[forms.BoundField]:
        """The lines of the routine findings."""
        return [self[f"review-{number}"] for number in range(len(self.review))]

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The clinician's fields below the decision."""
        names = ("rationale", "restrictions", "named_contact", "valid_until", "diagnosis", "icd11")
        return [self[name] for name in names]

    def decided(self) -> Decided:
        """What the clinician signs."""
        data = self.cleaned_data
        return Decided(
            decision=Decision(data["decision"]),
            rationale=data["rationale"],
            reviewed={
                item.key: data.get(f"review-{number}", "")
                for number, item in enumerate(self.review)
            },
            restrictions=data["restrictions"],
            named_contact=data["named_contact"],
            valid_until=data["valid_until"],
            icd11=data["icd11"],
            diagnosis=data["diagnosis"],
            no_other_treatment=data["no_other_treatment"],
        )


class WithdrawForm(SignatureForm):
    """Taking a clearance back."""

    reason = forms.CharField(
        label=_("Why it is withdrawn"), max_length=4000, widget=forms.Textarea(attrs=_LONG)
    )


def _amount(label: StrOrPromise, hint: StrOrPromise = "") -> forms.FloatField:
    return forms.FloatField(
        label=label,
        required=False,
        min_value=0,
        max_value=100_000,
        help_text=hint,
        widget=forms.NumberInput(attrs={"step": "any", "class": "input--number"}),
    )


class MedicineForm(forms.Form):
    """One medicine as reported or as prescribed; a name is enough."""

    name = forms.CharField(label=_("Medicine"), max_length=80, help_text=_("Its generic name"))
    form = forms.CharField(label=_("Form"), required=False, max_length=40)
    strength = _amount(_("Strength"), _("In mg; for a patch, micrograms an hour"))
    per_intake = _amount(_("Pieces at one intake"))
    intakes = _amount(_("Regular intakes a day"))
    as_needed_typical = _amount(_("When needed: usual intakes a day"))
    as_needed_max = _amount(_("When needed: most intakes a day"))
    route = forms.CharField(label=_("Route"), required=False, max_length=40)
    start = FuzzyDateField(label=_("Since when"), required=False, help_text=_("about 2019"))
    prescriber = forms.CharField(label=_("Prescriber"), required=False, max_length=120)
    indication = forms.CharField(label=_("What for"), required=False, max_length=200)
    said_by = forms.ChoiceField(
        label=_("Who said it"),
        choices=[
            (SaidBy.PARTICIPANT.value, _("the participant reports it")),
            (SaidBy.PRESCRIPTION.value, _("the prescription says it")),
            (SaidBy.DOCUMENT.value, _("another document says it")),
        ],
    )
    opioid = forms.BooleanField(label=_("An opioid"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def look_again_at(self, version: int) -> None:
        """After a conflict: the same words, now against the newer version of the case."""
        self.data = {**{name: self.data[name] for name in self.data}, "version": str(version)}

    def medicine(self) -> ReportedMedicine:
        """The medicine of the form."""
        data = {key: value for key, value in self.cleaned_data.items() if key != "version"}
        return ReportedMedicine(**{**data, "said_by": SaidBy(data["said_by"])})


class ChangeForm(forms.Form):
    """A change that the participant reports; nothing here suggests one."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    kind = forms.ChoiceField(
        label=_("What is reported"),
        choices=[
            (ChangeKind.STOPPED_ABRUPTLY.value, _("stopped at once")),
            (ChangeKind.REDUCED_ALONE.value, _("reduced, on their own")),
            (ChangeKind.REDUCED_WITH_PRESCRIBER.value, _("reduced, together with the prescriber")),
            (ChangeKind.AS_NEEDED_LESS.value, _("taken less, a medicine for when needed")),
            (ChangeKind.NOT_SURE.value, _("not sure what was changed")),
        ],
    )
    words = forms.CharField(label=_("In their words"), required=False, max_length=1000)
