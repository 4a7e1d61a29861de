"""The house rules that a machine can check."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/remit"
FILES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_BODY = 50

Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def body_length(function: Function) -> int:
    """Lines from the first statement after the docstring to the last."""
    body = function.body
    if ast.get_docstring(function, clean=False) is not None:
        body = body[1:]
    if not body:
        return 0
    return (body[-1].end_lineno or body[-1].lineno) - body[0].lineno + 1


def test_import_contracts_hold() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as m; m()"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_file_is_short(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MOST_LINES_OF_A_FILE


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_bodies_are_short(path: Path) -> None:
    long = {
        function.name: body_length(function)
        for function in functions(parsed(path))
        if body_length(function) > MOST_LINES_OF_A_BODY
    }
    assert not long


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_imports_stand_at_the_top_but_in_commands(path: Path) -> None:
    if path.relative_to(SOURCE).parts[0] == "cli":
        return
    # Django forbids an app to import its models before all apps are ready.
    django_asks = {"ready"} if path.name == "apps.py" else set()
    hidden = {
        f"{function.name}, line {node.lineno}"
        for function in functions(parsed(path))
        if function.name not in django_asks
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert not hidden


def test_a_hidden_import_and_a_long_body_would_be_seen() -> None:
    text = "def f():\n    '''Doc.'''\n    import os\n" + "    x = 1\n" * MOST_LINES_OF_A_BODY
    (function,) = functions(ast.parse(text))
    assert body_length(function) == MOST_LINES_OF_A_BODY + 1
    assert any(isinstance(node, ast.Import) for node in ast.walk(function))
