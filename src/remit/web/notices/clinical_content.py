"""Which shipped files are clinical content and need a site's approval (INV-13)."""

from dataclasses import dataclass
from functools import cache

from remit.content.definition import content_hash, file_names, plain_file

# Folders whose files are shown to participants or decide what happens after an answer.
FOLDERS = ("screening", "instruments", "clinic", "intake", "medicines", "programme", "explanation")


@dataclass(frozen=True)
class ContentFile:
    """One shipped file as it is now."""

    path: str
    version: str
    title: str
    sha256: str


@cache
def clinical_content() -> tuple[ContentFile, ...]:
    """Every shipped file that a clinician of a site approves before participants meet it.

    Read once a process, as what is shown of them is: whether a site may run is asked at every
    page, and there are more than a hundred files.
    """
    return tuple(_file(path) for folder in FOLDERS for path in _files(folder))


def _files(folder: str) -> list[str]:
    """TOML files in a folder of content and the folders in it, by path."""
    found: list[str] = []
    for name in file_names(folder):
        path = f"{folder}/{name}"
        if name.endswith(".toml"):
            found.append(path)
        elif "." not in name and not name.startswith("__"):
            found += _files(path)
    return found


def _file(path: str) -> ContentFile:
    plain = plain_file(path)
    title = str(plain.get("title") or path.removesuffix(".toml"))
    return ContentFile(path, str(plain.get("version", "")), title, content_hash(path))
