"""The life of a flag as a page: drawn from the table of moves, so that it cannot drift from it."""

from __future__ import annotations

from remit.domain.flag import BY_THE_SYSTEM, MOVES, FlagState, Move

_HEAD = """# Flags

A flag is a screening answer, or another finding, that needs a human. Each needs a named person's
acknowledgement and a named person's outcome (INV-11). Nothing closes a flag by itself: the only
move that ends in *outcome recorded* is a person's.

The picture and the table are drawn from the program's own table of moves, `remit.domain.flag`.
"""
_FOOT = """An empty cell means that the move does not work there. A downgrade is a clinician's, with
a reason; it changes the code and closes nothing. Undoing an outcome is a move of its own
(*reopened*): both stay in the record. An answer that asks for a higher code than the flag ever had
raises it again, even after an outcome.

When the next person is told, and who that is, stands in
[Service level](../operations/service-level.md).
"""


def render() -> str:
    """The page docs/clinical/flags.md as Markdown."""
    return "\n".join([_HEAD, *_picture(), "", *_table(), "", _FOOT])


def _picture() -> list[str]:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{state}" as {state.name}' for state in FlagState]
    for (state, move), then in MOVES.items():
        begin = "[*]" if state is None else state.name
        lines.append(f"    {begin} --> {then.name}: {move}")
    return [*lines, "```"]


def _table() -> list[str]:
    heads = ["Move", "By", *FlagState]
    lines = [_row(heads), _row(["---"] * len(heads))]
    for move in Move:
        who = "the system or a person" if move in BY_THE_SYSTEM else "a named person"
        cells = [str(MOVES.get((state, move), "")) for state in FlagState]
        if move is Move.RAISE:
            cells = ["(begins here)"] + [""] * (len(cells) - 1)
        lines.append(_row([move, who, *cells]))
    return lines


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    print(render(), end="")
