"""How a screening file is written: the tables of `screening/<version>.toml` as records.

The file is shorter than what it means: `refine`, `course` and `for` are spelled out by
`screening_forms` and `screening_rules` into plain questions and plain decision tables.
"""

from __future__ import annotations

from dataclasses import dataclass

from remit.domain.action_code import ActionCode
from remit.domain.decision_table import Table
from remit.domain.form import Kind, Option
from remit.domain.screening import Count, Sign
from remit.domain.screening_history import Implication, MedicineClass


@dataclass(frozen=True, kw_only=True)
class Part:
    """A further file of the set, with the hash of its bytes."""

    path: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One form, made of pages.

    Attributes:
        id: such as stage1.
        title: of the form.
        minutes: how long it takes.
        pages: ids of pages.
        intro: of pages that have none of their own.
        only_after_signs: whether questions wait for a ticked sign or a yes to "anything new".
    """

    id: str
    title: str
    minutes: int
    pages: tuple[str, ...]
    intro: str = ""
    only_after_signs: bool = False


@dataclass(frozen=True, kw_only=True)
class SourcePage:
    """A page's name and words; `alone_only` marks what is never asked by phone."""

    id: str
    title: str
    intro: str = ""
    alone_only: bool = False


@dataclass(frozen=True, kw_only=True)
class Sub:
    """A question asked after yes or not sure.

    Attributes:
        at_once: whether it goes along where the question is asked in another stage.
    """

    key: str
    text: str
    kind: Kind = Kind.CHOICE
    hint: str = ""
    options: tuple[Option, ...] = ()
    low: float = 0
    high: float = 10
    whole: bool = True
    unit: str = ""
    long: bool = False
    ask_when: Table = ()
    at_once: bool = False


@dataclass(frozen=True, kw_only=True)
class SourceQuestion:
    """A question with all that its rules say about it.

    Attributes:
        after: a question whose yes or not sure opens this one.
        at_once: questions of another stage that are asked at once after yes or not sure.
        stages: where its pages serve several stages, those in which it is asked; empty for all.
        must: whether skipping blocks finishing.
        refine: whether onset, trend and assessment are asked.
        prefer_not: whether "prefer not to say" is an answer.
    """

    id: str
    text: str
    pages: tuple[str, ...]
    kind: Kind = Kind.CHOICE
    hint: str = ""
    options: tuple[Option, ...] = ()
    low: float = 0
    high: float = 10
    whole: bool = True
    unit: str = ""
    must: bool = False
    refine: bool = False
    prefer_not: bool = False
    at_once: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    after: str = ""
    ask_when: Table = ()
    sub: tuple[Sub, ...] = ()
    group: str = ""
    finding: str = ""
    looks_for: str = ""
    task: str = ""
    source: str = ""
    mark: str = ""


@dataclass(frozen=True, kw_only=True)
class Refinement:
    """Words of one question of the course."""

    text: str
    kind: Kind = Kind.CHOICE
    hint: str = ""
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SourceRule:
    """One rule, or one for each of several questions ("@")."""

    code: ActionCode
    id: str = ""
    for_: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    missing_too: bool = False
    course: str = ""
    when: Table = ()
    count: Count | None = None
    finding: str = ""
    looks_for: str = ""
    task: str = ""
    says: str = ""
    group: str = ""
    source: str = ""
    mark: str = ""


@dataclass(frozen=True, kw_only=True)
class Source:
    """One file; the parts of a set are joined."""

    id: str = ""
    version: str = ""
    part: tuple[Part, ...] = ()
    refinement: dict[str, Refinement]
    stage: tuple[Stage, ...] = ()
    page: tuple[SourcePage, ...] = ()
    sign: tuple[Sign, ...] = ()
    question: tuple[SourceQuestion, ...] = ()
    rule: tuple[SourceRule, ...] = ()
    implies: tuple[Implication, ...] = ()
    class_: tuple[MedicineClass, ...] = ()
