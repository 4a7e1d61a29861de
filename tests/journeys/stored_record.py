"""Read a record straight from the database of a demo: what is stored, not what a page says."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

_READ = """
import json, sys
from remit.cli.serve import start_web
start_web()
from remit.web.cases.models import Case
from remit.web.cases.sealed import plain_subject
from remit.web.consult.models import Line, NoteRevision, Waiting
from remit.web.consult.records import plain_history
from remit.web.consult.visit_chips import line_text
from remit.web.consult.visit_notes import newest_note, text_of
case = next(c for c in Case.objects.select_related("data_key", "site")
            if str(plain_subject(c)["name"]) == sys.argv[1])
parts = {row.part for row in NoteRevision.objects.filter(case=case)}
json.dump({
    "case": str(case.pk),
    "history": plain_history(case),
    "lines": [line_text(one, case) for one in Line.objects.filter(case=case)],
    "waiting": Waiting.objects.filter(case=case, outcome="open").count(),
    "notes": {part: text_of(newest_note(case, part), case) for part in parts},
}, sys.stdout, default=str)
"""


def stored_record(data: Path, name: str) -> dict[str, Any]:
    """The tables, lines and notes of the case of this name."""
    environment = {**os.environ, "REMIT_DATA_DIR": str(data), "REMIT_DEMO": "1"}
    for key in ("REMIT_DATABASE_URL", "REMIT_KEY_FILE"):
        environment.pop(key, None)
    made = subprocess.run(
        [sys.executable, "-c", _READ, name],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
        timeout=120,
    )
    found: dict[str, Any] = json.loads(made.stdout)
    return found
