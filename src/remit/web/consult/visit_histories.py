"""Built histories for the line that is being typed, in memory only and for a short while.

A keystroke must not open and read every record anew (ADR on what is typed). What is kept is one
version of one case under one key: every write gives the case its next version, and a destroyed or
renewed key is another key, so that a stale or erased history is never found.
"""

import hashlib
import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from remit.domain.history import History
from remit.web.cases.models import Case
from remit.web.consult.records import history_of

MOST = 8  # cases
LONGEST = 15 * 60.0  # seconds
_Key = tuple[str, int, str]


@dataclass(frozen=True)
class _Kept:
    history: History
    until: float


_kept: OrderedDict[_Key, _Kept] = OrderedDict()
_lock = Lock()


def known_history(case: Case) -> History:
    """The history of a case whose row was read in this request.

    The caller has checked that the person may see it.
    """
    key, now = _key(case), time.monotonic()
    with _lock:
        _drop(now)
        found = _kept.get(key)
        if found is not None:
            _kept.move_to_end(key)
            return found.history
    history = history_of(case)
    remember_history(case, history)
    return history


def remember_history(case: Case, history: History) -> None:
    """Keep the history of exactly this version, once it is committed."""
    with _lock:
        _kept[_key(case)] = _Kept(history, time.monotonic() + LONGEST)
        while len(_kept) > MOST:
            _kept.popitem(last=False)


def forget_histories() -> None:
    """Drop all of them."""
    with _lock:
        _kept.clear()


def _drop(now: float) -> None:
    for key in [key for key, one in _kept.items() if one.until <= now]:
        del _kept[key]


def _key(case: Case) -> _Key:
    wrapped = bytes(case.data_key.wrapped_key or b"")
    return str(case.pk), case.version, hashlib.sha256(wrapped).hexdigest()
