"""What a participant tells before the visit: forms, and the consent to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from remit.content.definition import plain_file, structure
from remit.domain.form import Form, Option, Page
from remit.errors import NotFound

VERSION = "1"
CONSENT_VERSION = "1"


@dataclass(frozen=True, kw_only=True, slots=True)
class ToldForm:
    """A form whose answers may become a fact.

    Attributes:
        form: its questions.
        becomes: table of the history that it adds to; "" where it adds nothing.
        told: column of that table to the key of its answer.
        fixed: columns that every answer to this form has.
    """

    form: Form
    becomes: str = ""
    told: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Consent:
    """The consent as it is read.

    Attributes:
        id: name of the text.
        version: a released version never changes.
        title: its heading.
        paragraphs: in their order.
        agree: the sentence beside the box.
        withdraw: how to withdraw.
        choices: how the person wants to be reached.
    """

    id: str
    version: str
    title: str
    paragraphs: tuple[str, ...]
    agree: str
    withdraw: str
    choices: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _FormEntry:
    id: str
    title: str
    minutes: int
    pages: tuple[Page, ...]
    becomes: str = ""
    told: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class _File:
    id: str
    version: str
    forms: tuple[_FormEntry, ...]


def path(version: str = VERSION) -> str:
    """Content path of the forms."""
    return f"intake/{version}.toml"


def consent_path(version: str = CONSENT_VERSION) -> str:
    """Content path of a consent text."""
    return f"intake/consent-{version}.toml"


@cache
def told_forms(version: str = VERSION) -> dict[str, ToldForm]:
    """Every form by name."""
    read = structure(_File, plain_file(path(version)), path(version))
    return {
        one.id: ToldForm(
            form=Form(
                id=one.id,
                version=read.version,
                title=one.title,
                pages=one.pages,
                minutes=one.minutes,
            ),
            becomes=one.becomes,
            told=one.told,
            fixed=one.fixed,
        )
        for one in read.forms
    }


def told_form(name: str, version: str = VERSION) -> ToldForm:
    """One form.

    Raises:
        NotFound: there is no such form.
    """
    found = told_forms(version).get(name)
    if found is None:
        raise NotFound(f"There is no form “{name}”.")
    return found


@cache
def consent(version: str = CONSENT_VERSION) -> Consent:
    """The consent text of a version.

    Raises:
        NotFound: there is no such version.
    """
    return structure(Consent, plain_file(consent_path(version)), consent_path(version))
