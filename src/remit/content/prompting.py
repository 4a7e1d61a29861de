"""The prompts of the consultation as versioned content."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from remit.content.definition import plain_file, structure
from remit.domain.prompt import Prompt
from remit.errors import InvalidInput


@dataclass(frozen=True, kw_only=True, slots=True)
class _PromptFile:
    id: str
    version: str
    language: str
    prompts: tuple[Prompt, ...]


def path(version: str = "1") -> str:
    """Content path of a version."""
    return f"prompts/{version}.toml"


@cache
def prompt_list(version: str = "1") -> tuple[Prompt, ...]:
    """What a good interviewer would still ask, part by part.

    Raises:
        NotFound: there is no such version.
        InvalidInput: the file cannot be read, or two prompts have one key.
    """
    found = structure(_PromptFile, plain_file(path(version)), path(version)).prompts
    keys = [one.key for one in found]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise InvalidInput(f"{path(version)}: the key {twice[0]} is used more than once")
    return found
