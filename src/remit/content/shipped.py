"""The content that comes with Remit, and the hashes of what has been released."""

from __future__ import annotations

import hashlib
import tomllib
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from remit.content.casefile import parse
from remit.domain.history import History
from remit.errors import NotFound

CASE_IDS = ("mary", "susan", "nancy")
RELEASES = "released.toml"


def case_text(identifier: str) -> str:
    """The text of a shipped case file.

    Raises:
        NotFound: no such case is shipped.
    """
    path = _root() / "cases" / f"{identifier}.toml"
    if identifier not in CASE_IDS:
        raise NotFound(f"There is no shipped case “{identifier}”; there are {', '.join(CASE_IDS)}.")
    return path.read_text(encoding="utf-8")


def case(identifier: str) -> History:
    """A shipped case."""
    return parse(case_text(identifier), f"{identifier}.toml")


def plain_case(identifier: str) -> dict[str, Any]:
    """A shipped case as plain tables."""
    return tomllib.loads(case_text(identifier))


def cases() -> tuple[History, ...]:
    """All shipped cases."""
    return tuple(case(identifier) for identifier in CASE_IDS)


def changed_releases() -> tuple[str, ...]:
    """Released files whose content no longer has the recorded hash, or that are gone."""
    recorded: dict[str, str] = tomllib.loads((_root() / RELEASES).read_text("utf-8"))["sha256"]
    return tuple(
        name
        for name, digest in recorded.items()
        if _digest(_root().joinpath(*name.split("/"))) != digest
    )


def _digest(path: Traversable) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _root() -> Traversable:
    return resources.files("remit.content")
