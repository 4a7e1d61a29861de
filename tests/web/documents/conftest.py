"""The cases of the consult house serve the documents house too."""

import importlib.util
from pathlib import Path

_PLACE = Path(__file__).parents[1] / "consult" / "conftest.py"
_SPEC = importlib.util.spec_from_file_location("consult_fixtures", _PLACE)
assert _SPEC is not None
assert _SPEC.loader is not None
_FIXTURES = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_FIXTURES)

cases = _FIXTURES.cases
live = _FIXTURES.live
