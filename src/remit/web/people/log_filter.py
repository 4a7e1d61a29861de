"""What a log line must not hold: the secret part of a one-time link."""

import logging
import re

_SECRET = re.compile(r"(/intake/open/|/consult/demo/[^/]+/|/password/reset/key/)[^/\s]+")


class HideSecrets(logging.Filter):
    """Writes … instead of the secret of a link, in the message and in what is put into it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record; take the secrets out of it."""
        record.msg = _hidden(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_hidden(one) for one in record.args)
        return True


def _hidden(value: object) -> object:
    return _SECRET.sub(r"\1…", value) if isinstance(value, str) else value
