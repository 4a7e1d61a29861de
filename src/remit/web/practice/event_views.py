"""Adverse events: note one, rate it, bring it on, and what a serious one asks for."""

from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from remit.errors import Conflict, InvalidInput
from remit.web.people.views import signed_in
from remit.web.practice import adverse_events as events
from remit.web.practice.adverse_events import EventTold, EventView, Rating
from remit.web.practice.enrolment_queries import name_of
from remit.web.practice.hold_queries import enrolment_to_release

_AREA = {"rows": 3}
_CHOOSE = ("", gettext_lazy("choose"))


class EventForm(forms.Form):
    """What happened, how a clinician rates it, and who was told."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    number = forms.IntegerField(widget=forms.HiddenInput)
    description = forms.CharField(
        label=gettext_lazy("What happened"), max_length=8000, widget=forms.Textarea({"rows": 4})
    )
    onset = forms.CharField(label=gettext_lazy("When it began"), max_length=200, required=False)
    level = forms.ChoiceField(
        label=gettext_lazy("Level"),
        choices=(
            _CHOOSE,
            ("A2", gettext_lazy("A2: looked at within a working day")),
            ("A3", gettext_lazy("A3: writing stopped, same day")),
            ("A4", gettext_lazy("A4: emergency")),
        ),
    )
    severity = forms.ChoiceField(
        label=gettext_lazy("How severe"),
        choices=(
            _CHOOSE,
            ("mild", gettext_lazy("mild: noticed, usual life went on")),
            ("moderate", gettext_lazy("moderate: got in the way of usual life")),
            ("severe", gettext_lazy("severe: usual life was not possible")),
        ),
    )
    relation = forms.ChoiceField(
        label=gettext_lazy("Relation to the programme"),
        choices=(
            _CHOOSE,
            ("unrelated", gettext_lazy("unrelated")),
            ("possible", gettext_lazy("possible")),
            ("probable", gettext_lazy("probable")),
        ),
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"), choices=[_CHOOSE, *((one, one) for one in events.OUTCOMES)]
    )
    criteria = forms.MultipleChoiceField(
        label=gettext_lazy("Serious, because of (none makes it not serious)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(one, one) for one in events.SERIOUS_CRITERIA],
    )
    expected = forms.ChoiceField(
        label=gettext_lazy("Expected, by the list of known reactions"),
        required=False,
        choices=(("", gettext_lazy("not decided")), ("yes", gettext_lazy("yes")),
                 ("no", gettext_lazy("no"))),
    )  # fmt: skip
    action = forms.CharField(
        label=gettext_lazy("What was done"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(_AREA),
    )
    told_to = forms.CharField(
        label=gettext_lazy("Who was told, and when"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(_AREA),
        help_text=gettext_lazy(
            "A serious event: the responsible clinician today; in a trial the sponsor within "
            "24 hours and the committee as the protocol says. Your site’s rules come first."
        ),
    )

    def told(self) -> EventTold:
        """What is sealed."""
        names = ("description", "onset", "action", "told_to", "criteria", "expected")
        return EventTold.of({name: self.cleaned_data[name] for name in names})

    def rating(self) -> Rating:
        """What a clinician rates."""
        names = ("severity", "relation", "outcome", "level")
        return Rating(**{name: self.cleaned_data[name] for name in names})


@require_http_methods(["GET", "POST"])
def event_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note an event of one participant."""
    return _page(request, pk, None)


@require_http_methods(["GET", "POST"])
def event(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """One event with all its versions; a further one rates it or brings it on."""
    return _page(request, pk, key)


def _page(request: HttpRequest, pk: UUID, key: UUID | None) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    enrolment = enrolment_to_release(person, pk, now=now)
    case = enrolment.case
    versions = events.versions_of(case, key) if key else ()
    form = EventForm(request.POST or None, initial=_initial(versions), label_suffix="")
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if key is None:
                events.record_event(
                    case=case, key=data["key"], told=form.told(), rating=form.rating(), by=person,
                    now=now,
                )  # fmt: skip
            else:
                events.rate_event(
                    case=case, event=key, number=data["number"], told=form.told(),
                    rating=form.rating(), by=person, now=now,
                )  # fmt: skip
        except (InvalidInput, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Kept as a version of its own."))
            return redirect("practice:enrolment", pk=pk)
    shown = {
        "enrolment": enrolment,
        "case": case,
        "name": name_of(enrolment),
        "versions": versions,
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "practice/event.html", shown, status=status)


def _initial(versions: tuple[EventView, ...]) -> dict[str, object]:
    """A form begins from the newest version; what nobody rated is chosen by nobody."""
    if not versions:
        return {"key": uuid4(), "number": 0}
    row, told = versions[0].row, versions[0].told
    rated = versions[0].is_rated
    return {
        **told.plain(),
        "key": row.event,
        "number": row.number,
        "level": row.level,
        "outcome": row.outcome,
        "severity": row.severity if rated else None,
        "relation": row.relation if rated else None,
    }
