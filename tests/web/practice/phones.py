"""Simulated phones: what is kept in the phone is sent until a receipt comes, whatever happens.

A phone sends as `phone-outbox.js` does: one thing at a time, by its key, again after every doubt.
Nothing counts as saved before the server's receipt was read to its end.
"""

import http.client
import json
import random
import re
import threading
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

PAUSE = 0.05
PATIENCE = 60
THREE_DAYS = 3 * 24 * 60


@dataclass
class Kept:
    """One thing that a phone made."""

    key: str
    kind: str
    made_at: str
    payload: dict[str, Any]
    told: int
    shown_as_saved: str = ""  # the receipt; nothing else may set it


@dataclass
class Phone:
    """One phone of one person, with its outbox."""

    case: str
    cookie: str
    mark: str
    port: int
    luck: random.Random
    outbox: list[Kept] = field(default_factory=list)
    token: str = ""
    csrf: str = ""
    dropped: int = 0
    doubled: int = 0
    refused: int = 0
    failed: int = 0
    strange: list[str] = field(default_factory=list)

    def make(self, kind: str, number: int) -> None:
        """Something that happened while nobody knows whether there is a network."""
        pain = self.luck.randint(0, 10)
        payload = PAYLOADS[kind](pain)
        at = datetime.now(UTC) - timedelta(minutes=number % THREE_DAYS)
        self.outbox.append(Kept(str(uuid.uuid4()), kind, at.isoformat(), payload, pain))

    @property
    def saved(self) -> list[Kept]:
        """What this phone shows as saved."""
        return [one for one in self.outbox if one.shown_as_saved]

    @property
    def waiting(self) -> list[Kept]:
        """What this phone shows as waiting."""
        return [one for one in self.outbox if not one.shown_as_saved]

    def send_until_empty(self, stop: threading.Event) -> None:
        """Send what waits, in any order, until nothing does."""
        while self.waiting and not stop.is_set():
            one = self.luck.choice(self.waiting)
            try:
                if not self.token:
                    self._ask_who()
                self._send(one)
            except (OSError, http.client.HTTPException):
                self.token = ""  # the network is away, or the server died
                time.sleep(PAUSE * self.luck.uniform(1, 6))

    def _ask_who(self) -> None:
        status, answer, cookies = self._talk("GET", "/practice/who/", None)
        if status != 200 or answer["person"] != self.mark:
            raise http.client.HTTPException(f"who: {status}")
        self.token = answer["token"]
        found = re.search(r"remit_csrf=([^;]+)", cookies)
        self.csrf = found[1] if found else self.csrf

    def _send(self, one: Kept) -> None:
        fate = self.luck.random()
        if fate < 0.15:
            self.dropped += 1
            self._talk("POST", "/practice/keep/", one, read=False)  # the answer never arrives
            return
        if fate < 0.25:
            self.doubled += 1  # a second tab sends the same at the same moment
            other = threading.Thread(target=self._send_beside, args=(one,))
            other.start()
            self._receive(one)
            other.join()
            return
        if fate < 0.30:
            self._send_changed(one)
        self._receive(one)

    def _send_beside(self, one: Kept) -> None:
        try:
            self._talk("POST", "/practice/keep/", one)
        except (OSError, http.client.HTTPException):
            return  # the one that it stands beside is sent again anyway

    def _receive(self, one: Kept) -> None:
        status, answer, _ = self._talk("POST", "/practice/keep/", one)
        if status == 200:
            one.shown_as_saved = answer["saved"]
        elif status in (401, 403):
            self.token = ""
        elif status >= 500:
            self.failed += 1  # no receipt, so it waits
            time.sleep(PAUSE)
        else:
            self.strange.append(f"{status} {answer}")
            raise http.client.HTTPException(str(status))

    def _send_changed(self, one: Kept) -> None:
        """After it was kept, the same key with other content is refused and changes nothing."""
        if not self.saved:
            return
        done = self.luck.choice(self.saved)
        changed = PAYLOADS[done.kind]((done.told + 1) % 11)
        other = Kept(done.key, done.kind, done.made_at, changed, done.told)
        status, answer, _ = self._talk("POST", "/practice/keep/", other)
        if status == 409:
            self.refused += 1
        elif status not in (401, 403) and status < 500:
            self.strange.append(f"other content under the same key: {status} {answer}")

    def _talk(
        self, method: str, path: str, one: Kept | None, *, read: bool = True
    ) -> tuple[int, dict[str, Any], str]:
        line = http.client.HTTPConnection("localhost", self.port, timeout=PATIENCE)
        headers = {"Cookie": f"remit_session={self.cookie}; remit_csrf={self.csrf}"}
        body = None
        if one is not None:
            headers |= {"Content-Type": "application/json", "X-CSRFToken": self.token}
            headers |= {"X-Remit-Person": self.mark, "Origin": f"http://localhost:{self.port}"}
            sent = {"kind": one.kind, "key": one.key, "made_at": one.made_at, "late": True}
            body = json.dumps(sent | {"payload": one.payload})
        try:
            line.request(method, path, body, headers)
            if not read:
                return 0, {}, ""
            answer = line.getresponse()
            whole = answer.read()
            cookies = answer.headers.get("Set-Cookie", "")
            if answer.headers.get_content_type() != "application/json":
                return answer.status, {"page": whole[:200].decode(errors="replace")}, cookies
            return answer.status, json.loads(whole), cookies
        except ValueError as error:
            raise http.client.HTTPException("half an answer") from error
        finally:
            line.close()


def episode(pain: int) -> dict[str, Any]:
    """It hurt, this much."""
    return {"pain": pain, "nothing": True}


def check_in(pain: int) -> dict[str, Any]:
    """An evening of somebody whose pain goes up and down."""
    return {"new": "no", "pain_avg": pain, "mood": 6}


PAYLOADS = {"check-in": check_in, "episode": episode}
