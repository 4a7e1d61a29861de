"""Forms of the intake house for staff, and the small ones of sign-in and consent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.content import intake as content
from remit.web.people.models import Site


class InviteForm(forms.Form):
    """Whom to invite."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    site = forms.ModelChoiceField(label=_("Clinic"), queryset=Site.objects.none(), empty_label=None)

    def __init__(self, *args: Any, sites: list[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["site"]
        field.queryset = Site.objects.filter(pk__in=[one.pk for one in sites])  # type: ignore[attr-defined]
        if len(sites) == 1:
            field.initial = sites[0].pk
            field.widget = forms.HiddenInput()


class CodeForm(forms.Form):
    """The code that was sent or read out."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=12,
        widget=forms.TextInput(
            {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code"}
        ),
    )


class ConsentForm(forms.Form):
    """Agreeing, and how to be reached."""

    agree = forms.BooleanField(error_messages={"required": _("Tick the box to go on, or leave.")})
    reach = forms.ChoiceField(
        label=_("How may we reach you?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = content.consent()
        self.fields["agree"].label = text.agree
        self.fields["reach"].choices = [  # type: ignore[attr-defined]
            (choice.key, choice.text) for choice in text.choices
        ]


class WithdrawForm(forms.Form):
    """Stopping, with or without asking for erasure."""

    erase = forms.BooleanField(
        label=_("I also ask that my record be erased. A person looks at this and answers."),
        required=False,
    )
