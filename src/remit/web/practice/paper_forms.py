"""The form for one day of a sheet of paper, or of what was told by telephone."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.utils.translation import gettext_lazy

from remit.web.practice.check_in_answers import NEW, RATINGS, YES_OR_NO, CheckInTold
from remit.web.practice.done_answers import SAID, DoneTold
from remit.web.practice.models import Part

_LABELS = {
    "pain_avg": gettext_lazy("Pain, on average"),
    "pain_worst": gettext_lazy("Pain at its worst"),
    "stress": gettext_lazy("Stress"),
    "mood": gettext_lazy("Mood, 10 best"),
    "sud_bedtime": gettext_lazy("How stirred up, at bedtime"),
}
_BLANK = ("", gettext_lazy("left blank"))


def _choices(known: tuple[str, ...]) -> list[tuple[str, object]]:
    return [_BLANK, *((one, one) for one in known)]


class PaperForm(forms.Form):
    """One day of the sheet; whatever was left blank stays blank."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    day = forms.TypedChoiceField(label=gettext_lazy("Day"), coerce=int)
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("What was done"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=Part.choices,
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes of writing"), min_value=0, max_value=240, required=False
    )
    choice = forms.ChoiceField(
        label=gettext_lazy("Written about"),
        required=False,
        choices=[
            ("theme", gettext_lazy("the theme")),
            ("gentler", gettext_lazy("the gentler choice")),
            ("own", gettext_lazy("something else")),
        ],
    )
    before = forms.IntegerField(
        label=gettext_lazy("How stirred up before writing"), min_value=0, max_value=10,
        required=False,
    )  # fmt: skip
    after = forms.IntegerField(
        label=gettext_lazy("How stirred up afterwards"), min_value=0, max_value=10, required=False
    )
    said = forms.MultipleChoiceField(
        label=gettext_lazy("Ticked on the sheet, or said"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(key, one.value) for key, one in SAID.items()],
    )
    new = forms.ChoiceField(
        label=gettext_lazy("Anything new or worrying, outside the usual pattern?"),
        required=False,
        choices=_choices(NEW),
    )
    worse = forms.ChoiceField(
        label=gettext_lazy("Did anything get worse, upset, or need care?"),
        required=False,
        choices=_choices(YES_OR_NO),
    )

    def __init__(self, *args: Any, days: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **more})
        chosen = self.fields["day"]
        assert isinstance(chosen, forms.TypedChoiceField)  # what `choices` belongs to
        chosen.choices = days
        for name in RATINGS:
            self.fields[name] = forms.IntegerField(
                label=_LABELS[name], min_value=0, max_value=10, required=False
            )
        self.order_fields(
            ["key", "day", *RATINGS, "new", "worse", "parts", "choice", "minutes", "before",
             "after", "said"]
        )  # fmt: skip

    def evening(self) -> CheckInTold | None:
        """What the evening of the sheet says; None where all of it was left blank."""
        data = self.cleaned_data
        plain = {name: data[name] for name in RATINGS if data[name] is not None}
        plain |= {name: data[name] for name in ("new", "worse") if data[name]}
        plain |= {"said": data["said"]} if data["said"] else {}
        return CheckInTold.of({"new": "", **plain}) if plain else None

    def of_day(self) -> Iterator[tuple[UUID, DoneTold]]:
        """Each part that was ticked, with a key of its own."""
        data = self.cleaned_data
        for part in data["parts"]:
            plain = {"day": data["day"], "part": part, "on_paper": True}
            if part == Part.WRITE:
                numbers = {name: data[name] for name in ("minutes", "before", "after")}
                plain |= {name: value for name, value in numbers.items() if value is not None}
                plain["choice"] = data["choice"] or "theme"
            yield self.key_of(part), DoneTold.of(plain)

    def key_of(self, part: str) -> UUID:
        """The key of one part of this sheet: entered twice, it is kept once."""
        return uuid5(self.cleaned_data["key"], part)

    def clean(self) -> dict[str, Any]:
        """Refuse an empty sheet."""
        data = super().clean() or {}
        if not self.errors and self.evening() is None and not data.get("parts"):
            raise forms.ValidationError(gettext_lazy("Enter something, or go back."))
        return data
