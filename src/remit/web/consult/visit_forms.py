"""Forms of one fact, of every kind, and of the person: little to fill, more folded away."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from remit.domain.facts import (
    Answer,
    DateGround,
    FunctionKind,
    Onset,
    Severity,
    Source,
    Spoken,
    Status,
    TreatmentKind,
    Who,
)
from remit.domain.lately import fixed, said
from remit.domain.saying import Reading
from remit.errors import InvalidInput
from remit.web.consult.forms import event_codes
from remit.web.consult.visit_words import said_date

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise

KINDS: dict[str, Words] = {
    "event": _("Life event"),
    "symptom": _("Symptom"),
    "treatment": _("Medical event or treatment"),
    "medicine": _("Medicine"),
    "functioning": _("Daily life"),
    "trait": _("Trait"),
    "score": _("Rating"),
}
_SHORT = 120
_LONG = 4000


class ToldDateField(forms.CharField):
    """A date as people say it today; its words stay, whatever is wrong with them."""

    reading = Reading()

    def clean(self, value: Any) -> str:
        """The words, once they are understood."""
        text: str = super().clean(value)
        if text:
            try:
                said(text, self.reading)
            except InvalidInput as error:
                raise ValidationError(str(error)) from None
        return text


@dataclass(frozen=True)
class Spec:
    """One field: how it is drawn, and whether it is folded away."""

    name: str
    make: Callable[[], forms.Field]
    more: bool = True


def _text(label: Words, *, longest: int = _SHORT, required: bool = False) -> forms.Field:
    return forms.CharField(label=label, max_length=longest, required=required)


def _long(label: Words) -> forms.Field:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=_LONG, required=False, widget=area)


def _date(label: Words, hint: Words = "") -> forms.Field:
    return ToldDateField(label=label, help_text=hint, required=False)


def _choice(label: Words, kind: Any) -> forms.Field:
    options = [("", _("not said")), *((one.value, one.value) for one in kind)]
    return forms.ChoiceField(label=label, choices=options, required=False)


def _tick(label: Words) -> forms.Field:
    return forms.BooleanField(label=label, required=False)


def _number(label: Words, low: int, high: int) -> forms.Field:
    return forms.IntegerField(label=label, min_value=low, max_value=high, required=False)


def _yes_no(label: Words) -> forms.Field:
    options = [("", _("not said")), ("yes", _("yes")), ("no", _("no"))]
    return forms.ChoiceField(label=label, choices=options, required=False)


def _pointer(label: Words) -> forms.Field:
    return forms.ChoiceField(label=label, choices=[("", _("none"))], required=False)


_WHEN = _("As you would say it: about 1993, in her twenties, 9 years ago, unknown")
_LABEL = Spec("label", lambda: _text(_("What"), required=True), more=False)
_DATED = (
    _LABEL,
    Spec("start", lambda: _date(_("When it began or happened"), _WHEN), more=False),
    Spec("end", lambda: _date(_("When it ended")), more=False),
    Spec("ongoing", lambda: _tick(_("Still going on")), more=False),
)
_WORDS = Spec("detail", lambda: _long(_("Their own words")), more=False)
_SAID_BY = Spec("source", lambda: _choice(_("Who said it"), Source))
_CODE = Spec(
    "code",
    lambda: forms.ChoiceField(
        label=_("Kind of life event"), choices=lambda: event_codes()[1:], initial="OTH99"
    ),
    more=False,
)
SPECS: dict[str, tuple[Spec, ...]] = {
    "event": (
        *_DATED,
        _CODE,
        _WORDS,
        Spec("who", lambda: _choice(_("Whom it happened to"), Who)),
        Spec("lasting", lambda: _yes_no(_("Whether it lasted for a time"))),
        Spec("impact_then", lambda: _number(_("How heavy then, 0 to 10"), 0, 10)),
        Spec("impact_now", lambda: _number(_("How heavy now, 0 to 10"), 0, 10)),
        Spec("feelings", lambda: _text(_("Feelings named, with commas between"))),
        Spec("spoken_about", lambda: _choice(_("How far it was spoken about"), Spoken)),
        Spec("independent_of_pain", lambda: _choice(_("Would also be without the pain"), Answer)),
        Spec("consequence_of_pain", lambda: _tick(_("The pain brought it about"))),
        Spec("date_ground", lambda: _choice(_("What the date rests on"), DateGround)),
        Spec("asked_because_of", lambda: _pointer(_("Asked about because of this symptom"))),
        _SAID_BY,
    ),
    "symptom": (
        *_DATED,
        _WORDS,
        Spec("onset", lambda: _choice(_("How it began"), Onset)),
        Spec("severity", lambda: _choice(_("How bad, as said"), Severity)),
        Spec("chief", lambda: _tick(_("The complaint that brought the person"))),
        Spec("flare", lambda: _tick(_("A marked worsening of something that was there"))),
        Spec("relieved_within_minutes", lambda: _tick(_("Eased within minutes, as said"))),
        Spec("recurrence_of", lambda: _pointer(_("The return of"))),
        Spec("after_injury", lambda: _pointer(_("Began with an accident or injury"))),
        _SAID_BY,
    ),
    "treatment": (
        *_DATED,
        Spec("kind", lambda: _choice(_("Kind"), TreatmentKind), more=False),
        _WORDS,
        Spec("result", lambda: _text(_("What was found, or what it led to"), longest=_LONG)),
        Spec("count", lambda: _number(_("How many times"), 1, 10_000)),
        Spec("for_pain", lambda: _yes_no(_("Because of the pain"))),
        Spec("status", lambda: _choice(_("Whether it took place"), Status)),
        _SAID_BY,
    ),
    "medicine": (
        *_DATED,
        Spec("drug", lambda: _text(_("Generic name, as reported")), more=False),
        _WORDS,
        Spec("amount", lambda: forms.FloatField(
            label=_("Daily amount in mg (patches: mcg per hour)"), min_value=0, required=False
        )),
        Spec("purpose", lambda: _text(_("What it was for, as reported"))),
        Spec("after", lambda: _text(_("What became of it, as reported"))),
        Spec("opioid", lambda: _tick(_("An opioid"))),
        _SAID_BY,
    ),
    "functioning": (
        *_DATED,
        Spec("kind", lambda: _choice(_("Part of daily life"), FunctionKind), more=False),
        _WORDS,
        Spec("able", lambda: _choice(_("Able to"), Answer)),
        Spec("by_choice", lambda: _choice(_("By own choice"), Answer)),
        _SAID_BY,
    ),
    "trait": (
        _LABEL,
        Spec("rating", lambda: _number(_("0 (not me) to 4 (very much me)"), 0, 4), more=False),
        Spec("detail", lambda: _long(_("An example")), more=False),
    ),
    "score": (
        Spec("instrument", lambda: _text(_("Which rating"), required=True), more=False),
        Spec("value", lambda: forms.FloatField(label=_("Number")), more=False),
        Spec("start", lambda: _date(_("When it was given"), _WHEN), more=False),
        Spec("detail", lambda: _long(_("Scale, or how it was asked")), more=False),
    ),
}  # fmt: skip
_DATES = {"start", "end"}
_YES_NO = {"lasting", "for_pain"}
_POINTERS = {"asked_because_of", "recurrence_of", "after_injury"}


class KindForm(forms.Form):
    """One fact of one kind, new or as it stands; fields that a form does not show stay as they are.

    Args:
        table: its table.
        old: the row that is edited; {} for a new one.
        facts: label by id of the facts that this one may point to, by field.
        reading: the day of telling, for "last spring".
    """

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        table: str,
        data: Any = None,
        *,
        old: Mapping[str, Any],
        facts: Mapping[str, Mapping[str, str]],
        reading: Reading,
    ) -> None:
        initial = {"key": uuid.uuid4(), **{name: _in_field(name, old[name]) for name in old}}
        super().__init__(data, initial=initial, label_suffix="")
        self.table, self.old, self.reading = table, dict(old), reading
        for spec in SPECS[table]:
            field = spec.make()
            if isinstance(field, ToldDateField):
                field.reading = reading
            if spec.name in _POINTERS and isinstance(field, forms.ChoiceField):
                field.choices = [("", _("none")), *facts.get(spec.name, {}).items()]
            self.fields[spec.name] = field

    @property
    def light(self) -> list[forms.BoundField]:
        """The fields that stand open."""
        return [self[spec.name] for spec in SPECS[self.table] if not spec.more]

    @property
    def folded(self) -> list[forms.BoundField]:
        """The fields behind "More"."""
        return [self[spec.name] for spec in SPECS[self.table] if spec.more]

    @property
    def has_folded_error(self) -> bool:
        """Whether "More" must stand open."""
        return any(field.errors for field in self.folded)

    def clean(self) -> dict[str, Any]:
        """An end and "still going on" exclude each other."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("end") and cleaned.get("ongoing"):
            self.add_error("ongoing", _("It has an end already. Keep one of the two."))
        return cleaned

    def row(self) -> dict[str, Any]:
        """The fact as a plain table, as in a case file."""
        row = dict(self.old)
        for spec in SPECS[self.table]:
            value = self._value(spec.name)
            row.pop(spec.name, None)
            if value is not None:
                row[spec.name] = value
        if not self.old and "source" in self.fields:
            row.setdefault("source", Source.PARTICIPANT.value)
        if self.table == "medicine" and "drug" not in row:
            row["drug"] = str(row["label"]).split(",")[0].strip()
        return row

    def _value(self, name: str) -> Any:
        """What goes into the row; None leaves the key out."""
        given = self.cleaned_data.get(name)
        if given in ("", None, False):
            return None
        if name in self.old and given == _in_field(name, self.old[name]):
            return self.old[name]
        if name in _DATES:
            return fixed(str(given), self.reading)
        if name in _YES_NO:
            return given == "yes"
        if name == "feelings":
            return [one.strip() for one in str(given).split(",") if one.strip()]
        return given.strip() if isinstance(given, str) else given


class AboutForm(forms.Form):
    """Whose case it is."""

    name = forms.CharField(label=_("Name"), max_length=_SHORT)
    birth = ToldDateField(
        label=_("Born"), required=False, help_text=_("A day, a year, or about 1950")
    )
    age = forms.IntegerField(
        label=_("Or the age at the consultation"), min_value=0, max_value=120, required=False
    )
    sex = forms.CharField(label=_("Sex, as the person says"), max_length=60, required=False)
    occupation = forms.CharField(label=_("Occupation"), max_length=_SHORT, required=False)
    referral = forms.CharField(label=_("How the person came"), max_length=_SHORT, required=False)
    consultation = ToldDateField(
        label=_("Day of the consultation"),
        required=False,
        help_text=_("Facts such as “9 years ago” count from this day"),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(
        self, data: Any = None, *, old: Mapping[str, Any], seen: str, reading: Reading
    ) -> None:
        initial = {name: _shown(old.get(name, "")) for name in self.base_fields}
        super().__init__(data, initial={**initial, "seen": seen}, label_suffix="")
        self.old, self.reading = dict(old), reading
        for field in self.fields.values():
            if isinstance(field, ToldDateField):
                field.reading = reading

    def changes(self) -> dict[str, Any]:
        """What was changed against what was read; a date that was left keeps its basis."""
        data = self.cleaned_data
        found: dict[str, Any] = {}
        for name in ("name", "birth", "sex", "occupation", "referral", "consultation"):
            given = str(data.get(name) or "").strip()
            if given != _shown(self.old.get(name, "")):
                is_date = name in {"birth", "consultation"} and given
                found[name] = fixed(given, self.reading) if is_date else given
        if data.get("age") is not None:
            found["birth"] = {"date": f"aged {data['age']} at consultation", "basis": "derived"}
        return found


def _shown(value: Any) -> Any:
    """A value of a row as its field shows it."""
    if isinstance(value, Mapping):
        return said_date(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return value


def _in_field(name: str, value: Any) -> Any:
    """The same where yes, no and not said are three choices."""
    if name in _YES_NO and isinstance(value, bool):
        return "yes" if value else "no"
    return _shown(value)


def shown_row(table: str, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """A row as labels and words, for two texts side by side."""
    lines = []
    for spec in SPECS[table]:
        value = _shown(row.get(spec.name, ""))
        words = _("yes") if value is True else _("no") if value is False else value
        lines.append((str(spec.make().label), str(words)))
    return lines
