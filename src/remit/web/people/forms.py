"""Staff forms of the people house."""

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.web.people.models import Role


class NewPersonForm(forms.Form):
    display_name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput({"autocomplete": "off"})
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    roles = forms.TypedMultipleChoiceField(
        label=_("Roles at this site"),
        choices=Role.choices,
        coerce=Role,
        widget=forms.CheckboxSelectMultiple,
    )


class RoleForm(forms.Form):
    role = forms.TypedChoiceField(label=_("Role"), choices=Role.choices, coerce=Role)
    change = forms.ChoiceField(choices=[("grant", _("give")), ("revoke", _("take away"))])


class BreakGlassForm(forms.Form):
    """Asked on the page of a case that the person may not open; the consult house shows it."""

    reason = forms.CharField(
        label=_("Why must this record be opened now?"),
        help_text=_("The participant's site reads this. Do not write clinical details here."),
        min_length=10,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )
