"""Staff forms of the consult house."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from remit.domain.saying import understand
from remit.domain.taxonomy import GROUPS, TAXONOMY
from remit.errors import InvalidInput


def event_codes() -> list[tuple[str, Any]]:
    """The event taxonomy as grouped choices."""
    groups: list[tuple[str, Any]] = [("", _("Not a life event"))]
    for group, name in GROUPS.items():
        codes = [(entry.code, entry.label) for entry in TAXONOMY.values() if entry.group == group]
        groups.append((name.capitalize(), codes))
    return groups


class FuzzyDateField(forms.CharField):
    """A date as people say it; what is not understood is kept, with an error that shows forms."""

    def clean(self, value: Any) -> str:
        """The words, once they are understood."""
        text: str = super().clean(value)
        if text:
            try:
                understand(text)
            except InvalidInput as error:
                raise ValidationError(str(error)) from None
        return text


class FactForm(forms.Form):
    """One fact by one line: words and a date; everything else is optional (light by default)."""

    table = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            ("event", _("Life event")),
            ("symptom", _("Symptom")),
            ("treatment", _("Medical event or treatment")),
            ("medicine", _("Medicine")),
            ("functioning", _("Daily life")),
        ],
    )
    label = forms.CharField(
        label=_("What"),
        max_length=120,
        help_text=_("A few words, such as: moved house, two jobs"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    start = FuzzyDateField(
        label=_("When it began or happened"),
        required=False,
        help_text=_("As you would say it: about 1993, in her twenties, 9 years ago, unknown"),
    )
    end = FuzzyDateField(label=_("When it ended"), required=False)
    ongoing = forms.BooleanField(label=_("Still going on"), required=False)
    code = forms.ChoiceField(label=_("Kind of life event"), choices=event_codes, required=False)
    detail = forms.CharField(
        label=_("Their own words"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """An end and "still going on" exclude each other; a life event has a code."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("end") and cleaned.get("ongoing"):
            self.add_error("ongoing", _("It has an end already. Keep one of the two."))
        if cleaned.get("table") == "event" and not cleaned.get("code"):
            cleaned["code"] = "OTH99"
        return cleaned

    def look_again_at(self, version: int) -> None:
        """After a conflict: the same words, now against the newer version of the case."""
        self.data = {**{name: self.data[name] for name in self.data}, "version": str(version)}

    def row(self) -> dict[str, Any]:
        """The fact as a plain table, as in a case file."""
        data = self.cleaned_data
        row: dict[str, Any] = {"label": data["label"].strip(), "source": "participant"}
        for key in ("start", "end", "detail"):
            if data.get(key):
                row[key] = data[key]
        if data.get("ongoing"):
            row["ongoing"] = True
        if data["table"] == "event":
            row["code"] = data["code"]
        if data["table"] == "medicine":
            row["drug"] = data["label"].split(",")[0].strip()
        return row
