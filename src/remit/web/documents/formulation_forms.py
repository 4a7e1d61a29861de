"""Forms of the formulation's page; what a form refuses stays in its fields."""

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.domain.formulation import Audience
from remit.web.documents.formulation import LONGEST
from remit.web.documents.formulation_queries import Ledger

_LINES = {"rows": 3}


class SentenceForm(forms.Form):
    """The words of one row for both readers, and the revision they were made from."""

    participant = forms.CharField(
        label=_("In their words"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs=_LINES),
    )
    referrer = forms.CharField(
        label=_("For the referrer"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs=_LINES),
    )
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class OwnSentenceForm(forms.Form):
    """A sentence of the clinician's own, and what it rests on."""

    participant = SentenceForm.base_fields["participant"]
    referrer = SentenceForm.base_fields["referrer"]
    rests_on = forms.MultipleChoiceField(
        label=_("What it rests on"),
        required=False,
        help_text=_("Without any, the page says that it rests on nothing in the record."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: object, shown: Ledger, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["rests_on"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (one.id, f"{one.words} ({one.when})" if one.when else one.words)
            for one in shown.grounds
        ]


class SignForm(forms.Form):
    """The signature: the version looked at, the second factor, a reason for each warning."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    code = forms.CharField(
        label=_("Code of your authenticator"),
        required=False,
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "input--short"}
        ),
    )

    def __init__(self, *args: object, shown: Ledger, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for row in shown.rows:
            for key, audience, found in row.warned:
                self.fields[self._name(key)] = forms.CharField(
                    label=_("Sentence %(number)d, %(who)s: “%(words)s”. Why does it stand?")
                    % {
                        "number": row.number,
                        "who": _WHO[audience],
                        "words": "”, “".join(fault.words for fault in found),
                    },
                    required=False,
                    max_length=LONGEST,
                )

    @staticmethod
    def _name(key: str) -> str:
        return f"reason-{key}"

    @property
    def reason_fields(self) -> list[forms.BoundField]:
        """One field for each warning."""
        return [self[name] for name in self.fields if name.startswith("reason-")]

    def reasons(self) -> dict[str, str]:
        """The reasons by the key of their words."""
        return {
            name.removeprefix("reason-"): str(words)
            for name, words in self.cleaned_data.items()
            if name.startswith("reason-")
        }

    def look_again_at(self, version: int) -> None:
        """After a conflict: the same reasons, now against what stands; the code is asked anew."""
        again = {"version": str(version), "code": ""}
        self.data = {**{name: self.data[name] for name in self.data}, **again}


_WHO = {Audience.PARTICIPANT: _("participant"), Audience.REFERRER: _("referrer")}
