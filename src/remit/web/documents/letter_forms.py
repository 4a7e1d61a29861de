"""The form of a letter: to whom, how it begins, its text; and the signature."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.web.documents.formulation import LONGEST
from remit.web.documents.letter_record import LetterContent
from remit.web.documents.letter_warnings import Warned
from remit.web.documents.models import LetterKind

_REASON = "reason-"


class BeginForm(forms.Form):
    """Which letter is begun."""

    kind = forms.ChoiceField(choices=LetterKind.choices)


class LetterForm(forms.Form):
    """A draft as its writer edits it; the code is asked for the signature alone."""

    recipient = forms.CharField(
        label=_("To"),
        required=False,
        max_length=600,
        strip=False,
        help_text=_("Name and address, one line each"),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )
    salutation = forms.CharField(
        label=_("How it begins"), required=False, max_length=200, strip=False
    )
    body = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=60_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "class": "letter__text"}),
    )
    code = forms.CharField(
        label=_("Code of your authenticator"),
        required=False,
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "input--short"}
        ),
    )
    looked_at = forms.CharField(label=_("I have read what changed"), required=False, max_length=64)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: object, warned: Sequence[Warned] = (), **kwargs: object) -> None:
        """Ask why each warned word stays."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for one in warned:
            words = f"“{one.words}”: {one.what}" if one.words else one.what
            self.fields[f"{_REASON}{one.key}"] = forms.CharField(
                label=_("%(words)s. I have read this and it stays, because") % {"words": words},
                required=False,
                max_length=LONGEST,
            )

    @property
    def reason_fields(self) -> list[forms.BoundField]:
        """One field for each warning."""
        return [self[name] for name in self.fields if name.startswith(_REASON)]

    def reasons(self) -> dict[str, str]:
        """The reasons by the key of the warning."""
        return {
            name.removeprefix(_REASON): str(words)
            for name, words in self.cleaned_data.items()
            if name.startswith(_REASON)
        }

    def content(self) -> LetterContent:
        """What was written."""
        data: dict[str, Any] = self.cleaned_data
        texts = {name: data[name].replace("\r\n", "\n") for name in ("recipient", "body")}
        return LetterContent(salutation=data["salutation"], **texts)

    def look_again_at(self, version: int) -> None:
        """After a clash: the same words, now against what stands; the code is asked anew."""
        again = {"version": str(version), "code": ""}
        self.data = {**{name: self.data[name] for name in self.data}, **again}


class ShareForm(forms.Form):
    """The text that the participant will read."""

    text = forms.CharField(
        label=_("What the participant reads"),
        max_length=60_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 22, "class": "letter__text"}),
    )
    hers = forms.BooleanField(
        label=_("I looked at what speaks of other people; it is hers or his to read"),
        required=False,
    )
