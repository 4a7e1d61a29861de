"""Definitions as data: forms, instruments and rule sets from TOML into records of the domain.

Text of another language lies beside a file as `<version>.<language>.toml`: one table `[text]` from
`key` or `key.option` or `key.hint` to words. What it leaves out is shown in English.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import cattrs
from cattrs.errors import ClassValidationError
from cattrs.gen import make_dict_structure_fn, override

from remit.domain.decision_table import Cell
from remit.errors import InvalidInput, NotFound

Record = TypeVar("Record")


@cache
def converter() -> cattrs.Converter:
    """Reads plain tables into frozen records; unknown keys are refused."""
    made = cattrs.Converter(forbid_extra_keys=True)
    made.register_structure_hook(
        Cell,
        make_dict_structure_fn(
            Cell, made, is_=override(rename="is"), _cattrs_forbid_extra_keys=True
        ),
    )
    return made


def structure(kind: type[Record], plain: Mapping[str, Any], origin: str) -> Record:
    """One record from plain tables.

    Raises:
        InvalidInput: naming the file and what is wrong in it.
    """
    try:
        return converter().structure(plain, kind)
    except ClassValidationError as error:
        raise InvalidInput(f"{origin}: {'; '.join(cattrs.transform_error(error))}") from error


def root() -> Traversable:
    """The folder of shipped content."""
    return resources.files("remit.content")


def plain_file(path: str) -> dict[str, Any]:
    """A shipped TOML file, such as "screening/1.toml".

    Raises:
        NotFound: nothing of this name is shipped.
        InvalidInput: it is not TOML.
    """
    try:
        return tomllib.loads(content_bytes(path).decode("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput(f"{path}: {error}") from error


def content_bytes(path: str) -> bytes:
    """The bytes of a shipped file; what an approval and a stored answer name by hash."""
    place = root().joinpath(*path.split("/"))
    if not place.is_file():
        raise NotFound(f"There is no shipped content “{path}”.")
    return place.read_bytes()


def content_hash(path: str) -> str:
    """SHA-256 of a shipped file, in hexadecimal."""
    return hashlib.sha256(content_bytes(path)).hexdigest()


def file_names(folder: str) -> tuple[str, ...]:
    """Names in a folder of shipped content, sorted."""
    place = root().joinpath(*folder.split("/"))
    return tuple(sorted(one.name for one in place.iterdir())) if place.is_dir() else ()
