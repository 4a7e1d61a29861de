"""The one error tree.

    RemitError
    |-- UserError            a person can mend it; carries a sentence for that person, exit code 1
    |   |-- UsageError       the command was called wrongly, exit code 2
    |   |-- InvalidInput     a file, field or date cannot be read, exit code 3
    |   |-- NotFound         nothing there, or not for this person to see, exit code 4
    |   |-- NotAllowed       a permission is missing, exit code 5
    |   |-- Conflict         somebody else changed it first, exit code 6
    |   `-- IntegrityFailure stored data do not verify, exit code 7

Anything that is not a `UserError` is a bug and keeps its traceback.
"""


class RemitError(Exception):
    """Root of everything Remit raises on purpose."""


class UserError(RemitError):
    """A problem that its reader can solve; the message is a whole sentence that says how."""

    exit_code = 1


class UsageError(UserError):
    """The command was called in a way that cannot work."""

    exit_code = 2


class InvalidInput(UserError):
    """A file, a field or a date cannot be read as what it should be."""

    exit_code = 3


class NotFound(UserError):
    """The thing asked for does not exist, or may not be seen by this person."""

    exit_code = 4


class NotAllowed(UserError):
    """The person lacks the permission that the act needs."""

    exit_code = 5


class Conflict(UserError):
    """The record changed since it was read; nothing was written."""

    exit_code = 6


class IntegrityFailure(UserError):
    """Stored data do not match their checks: a chain is broken, a copy differs, a key is wrong."""

    exit_code = 7
