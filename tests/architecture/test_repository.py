"""Facts about the repository that no single module can break on its own."""

import hashlib
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
STATIC = ROOT / "src/remit/web/static/remit"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NOT_OURS = {".git", ".venv", ".venv-docs", "var", "site", "dist", "test-results", "__pycache__"}

# Joined here, so that this file does not contain what it forbids.
DOT = "."
HOSTS = (f"pypi{DOT}org", f"pythonhosted{DOT}org", f"registry{DOT}npmjs", f"deb{DOT}debian{DOT}org")
PLACES = re.compile(r"(?<![\w.~-])/(?:{})/".format("|".join(("work", "farm", "root"))))


def walked() -> list[str]:
    return [
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*")
        if path.is_file()
        and not any(
            part in NOT_OURS or part.endswith(("_cache", ".egg-info"))
            for part in path.relative_to(ROOT).parts
        )
        and ".sqlite3" not in path.name
    ]


@cache
def project_files() -> tuple[str, ...]:
    """Everything that is or would be committed; without git, everything but what is generated."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        names = walked()
    else:
        names = done.stdout.decode("utf-8").split("\0")
    return tuple(sorted(name for name in set(names) if name and (ROOT / name).is_file()))


def text_of(name: str) -> str | None:
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def dependency_names() -> list[str]:
    groups = [
        PYPROJECT["project"]["dependencies"],
        *PYPROJECT["project"]["optional-dependencies"].values(),
        *PYPROJECT["dependency-groups"].values(),
    ]
    wanted = (entry for group in groups for entry in group if isinstance(entry, str))
    return sorted({re.split(r"[\[<>=!~; ]", entry, maxsplit=1)[0] for entry in wanted})


def requirements(lock: Path) -> list[str]:
    """One string for each requirement, its continued lines joined."""
    joined = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in joined.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_pins_and_hashes_every_requirement_and_names_no_address(lock: Path) -> None:
    assert "://" not in lock.read_text(encoding="utf-8")
    lines = requirements(lock)
    assert lines
    for line in lines:
        assert re.match(r"[A-Za-z0-9._-]+(\[[\w,-]+\])?==\S+", line), line[:80]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", line), line[:80]


def test_there_are_three_locks() -> None:
    assert [lock.stem for lock in LOCKS] == ["docs", "run", "test"]


def locked(name: str) -> set[str]:
    lines = requirements(ROOT / f"requirements/{name}.lock")
    return {" ".join(re.split(r"\s+--hash", line)[0].split()) for line in lines}


def test_tests_run_on_what_the_program_runs_on() -> None:
    assert locked("run") <= locked("test")


@pytest.mark.parametrize("name", dependency_names())
def test_dependency_is_locked_and_explained(name: str) -> None:
    pinned = {normal(re.split(r"[\[=]", line)[0]) for lock in LOCKS for line in requirements(lock)}
    assert normal(name) in pinned
    page = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if re.match(rf"\| {re.escape(name)}[ ,(|]", line)]
    assert rows, f"docs/dependencies.md has no row for {name}"
    assert all(cell.strip() for cell in rows[0].strip("|").split("|"))


def pattern_of(glob: str) -> re.Pattern[str]:
    """REUSE's patterns: `*` stays inside a folder, `**` does not."""
    parts = re.split(r"(\*\*|\*)", glob)
    kinds = {"**": ".*", "*": "[^/]*"}
    return re.compile("".join(kinds.get(part, re.escape(part)) for part in parts))


def annotations() -> list[tuple[list[re.Pattern[str]], str]]:
    stated = tomllib.loads((ROOT / "REUSE.toml").read_text(encoding="utf-8"))["annotations"]
    return [
        (
            [
                pattern_of(glob)
                for glob in ([e["path"]] if isinstance(e["path"], str) else e["path"])
            ],
            e["SPDX-License-Identifier"],
        )
        for e in stated
    ]


def licence_of(name: str) -> str | None:
    """The last annotation that matches counts."""
    found = [
        licence
        for patterns, licence in annotations()
        if any(pattern.fullmatch(name) for pattern in patterns)
    ]
    return found[-1] if found else None


def test_every_file_has_a_licence_and_every_licence_its_text() -> None:
    bare = [name for name in project_files() if licence_of(name) is None]
    assert not bare
    named = {
        word
        for _, licence in annotations()
        for word in re.split(r"\s+(?:AND|OR|WITH)\s+", licence.strip("()"))
    }
    assert named == {path.stem for path in (ROOT / "LICENSES").glob("*.txt")}


@pytest.mark.parametrize(
    ("name", "licence"),
    [
        ("src/remit/errors.py", "Apache-2.0"),
        ("src/remit/content/loader.py", "Apache-2.0"),
        ("src/remit/content/cases/mary.toml", "CC-BY-4.0"),
        ("docs/adr/0001-floors.md", "CC-BY-4.0"),
        ("src/remit/web/static/remit/fonts/source-sans-3-latin-wght-normal.woff2", "OFL-1.1"),
    ],
)
def test_code_content_and_fonts_are_told_apart(name: str, licence: str) -> None:
    assert licence_of(name) == licence


def test_vendored_fonts_match_their_manifest() -> None:
    folder = STATIC / "fonts"
    stated = {}
    for line in (folder / "SHA256SUMS").read_text(encoding="ascii").splitlines():
        digest, name = line.split()
        stated[name] = digest
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "SHA256SUMS"
    }
    assert found == stated


def test_styles_use_every_font_file_and_ask_nobody_else() -> None:
    sheets = {path.name: path.read_text("utf-8") for path in (STATIC / "css").glob("*.css")}
    asked = re.findall(r"url\(\s*[\"']?([^\"')]+)", "\n".join(sheets.values()))
    assert asked
    for address in asked:
        assert (STATIC / "css" / address).is_file(), address
    fonts = {path.name for path in (STATIC / "fonts").glob("*.woff2")}
    assert fonts == {Path(address).name for address in asked if address.endswith(".woff2")}
    assert set(sheets) - {"remit.css", "days.css"} == {
        Path(address).name for address in asked if address.endswith(".css")
    }


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"(--[\w-]+|color-scheme):\s*([^;]+);", block))


def test_the_two_dark_lists_are_one_and_cover_every_light_colour() -> None:
    sheet = (STATIC / "css/tokens.css").read_text(encoding="utf-8")
    light, *_ = re.findall(r"^:root \{(.*?)^\}", sheet, re.DOTALL | re.MULTILINE)
    system = re.search(r':root:not\(\[data-theme="light"\]\) \{(.*?)\}', sheet, re.DOTALL)
    chosen = re.search(r':root\[data-theme="dark"\] \{(.*?)\}', sheet, re.DOTALL)
    assert system
    assert chosen
    assert tokens(system[1]) == tokens(chosen[1])
    colours = {name for name, value in tokens(light).items() if value.startswith("#")}
    assert colours <= set(tokens(chosen[1]))


def test_colours_are_decided_in_the_token_file_alone() -> None:
    for path in (STATIC / "css").glob("*.css"):
        if path.name != "tokens.css":
            found = re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", path.read_text("utf-8"))
            assert not found, f"{path.name}: {found}"


def channel(value: int) -> float:
    part = value / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    red, green, blue = (channel(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


READ = ["ink", "muted", "teal", "clay", "violet", "slate", "ochre", "moss", "help"]
PAIRS = [
    *((text, ground, 4.5) for text in READ for ground in ("paper", "surface")),
    *(("edge", ground, 3.0) for ground in ("paper", "surface", "sunk")),
    ("clay-deep", "sunk", 4.5),
    ("ink", "sunk", 4.5),
    ("muted", "sunk", 4.5),
    ("on-teal", "teal", 4.5),
    ("on-teal", "teal-hover", 4.5),
    ("on-help", "help", 4.5),
    ("on-help", "help-hover", 4.5),
    ("teal", "teal-wash", 4.5),
    ("help", "help-wash", 4.5),
    *(("ink", f"{name}-wash", 4.5) for name in READ[2:]),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_can_be_read(theme: str) -> None:
    sheet = (STATIC / "css/tokens.css").read_text(encoding="utf-8")
    start = ":root {" if theme == "light" else ':root[data-theme="dark"] {'
    values = tokens(sheet[sheet.index(start) :].split("}")[0])
    for text, ground, least in PAIRS:
        ratio = contrast(values[f"--{text}"], values[f"--{ground}"])
        assert ratio >= least, f"{text} on {ground}: {ratio:.2f}"


def test_changelog_has_its_headings() -> None:
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [Unreleased]" in log
    assert "### Numbers that change" in log.split("## [Unreleased]")[1]


def test_every_decision_is_numbered_and_listed() -> None:
    folder = ROOT / "docs/adr"
    names = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    index = (folder / "index.md").read_text(encoding="utf-8")
    for name in names:
        assert f"]({name})" in index
        page = (folder / name).read_text(encoding="utf-8")
        assert page.startswith(f"# {name[:4]}. ")
        assert all(f"## {part}" in page for part in ("Context", "Decision", "Consequences"))


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = []
    for name in project_files():
        text = text_of(name)
        if text is None:
            continue
        found += [(name, host) for host in HOSTS if host in text]
        found += [(name, place[0]) for place in PLACES.finditer(text)]
    assert not found


def test_every_make_target_is_documented() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    page = (ROOT / "docs/reference/make.md").read_text(encoding="utf-8")
    for target in re.findall(r"^([a-z-]+):[^=\n]*## ", makefile, re.MULTILINE):
        assert target == "help" or f"`make {target}`" in page, target
