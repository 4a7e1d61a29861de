"""Order and names of the folders in the navigation; the pages in them need no list."""

from typing import Any

FOLDERS = {
    "Tutorial": "Tutorial",
    "How to": "How-to",
    "Reference": "Reference",
    "Explanation": "Explanation",
    "Methods": "Methods",
    "Clinical": "Clinical",
    "Operations": "Operations",
    "Adr": "Decisions",
}


def on_nav(nav: Any, config: Any, files: Any) -> Any:  # noqa: ARG001  (MkDocs passes by name)
    """Sort: the front page, then the folders in their order, then single pages."""
    order = list(FOLDERS)

    def place(item: Any) -> tuple[int, str]:
        if item.is_page and item.is_homepage:
            return (0, "")
        title = item.title or ""
        return (1 + order.index(title), title) if title in order else (1 + len(order), title)

    nav.items.sort(key=place)
    for item in nav.items:
        if item.is_section:
            item.title = FOLDERS.get(item.title, item.title)
    return nav
