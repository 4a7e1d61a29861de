"""What Django's report of a crash must not hold: anything that somebody typed or that was read.

The report keeps the traceback and its lines of code. Values of forms, of addresses, of cookies and
of local variables are hidden wherever the crash was, so that no view can forget to ask for it; the
words of the exception are hidden too, since a database or a parser may quote what it was given.
"""

from collections.abc import ItemsView
from types import FrameType
from typing import Any

from django.http import HttpRequest
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

_ITEMS = ("request_GET_items", "request_FILES_items", "request_COOKIES_items")
_META = ("QUERY_STRING", "HTTP_REFERER", "HTTP_COOKIE", "REQUEST_URI", "RAW_URI")


class HideEveryValue(SafeExceptionReporterFilter):
    """Hides every value, also where Django would show all of them to a developer."""

    def is_active(self, request: HttpRequest | None) -> bool:  # noqa: ARG002
        """Always: a clinic that debugs has real people in its database."""
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        """The names of the fields alone."""
        names = () if request is None else request.POST
        return dict.fromkeys(names, self.cleansed_substitute)

    def get_traceback_frame_variables(
        self,
        request: Any,  # noqa: ARG002
        tb_frame: FrameType,
    ) -> ItemsView[str, Any]:
        """The names of the variables alone."""
        return dict.fromkeys(tb_frame.f_locals, self.cleansed_substitute).items()

    def get_safe_request_meta(self, request: HttpRequest) -> dict[str, Any]:
        """Headers and environment, without addresses that may carry words."""
        found: dict[str, Any] = super().get_safe_request_meta(request)
        return {key: self.cleansed_substitute if key in _META else found[key] for key in found}


class ReportWithoutValues(ExceptionReporter):
    """A report of a crash: the kind of the exception and where it was, and no value."""

    def get_traceback_data(self) -> dict[str, Any]:
        """What the pages and mails of a crash are made from."""
        data: dict[str, Any] = super().get_traceback_data()
        hidden = self.filter.cleansed_substitute
        for name in _ITEMS:
            data[name] = [(key, hidden) for key, _value in data.get(name, ())]
        for frame in data["frames"]:
            frame["exc_cause"] = _kind(frame["exc_cause"])
        if data["template_info"]:
            data["template_info"] = data["template_info"] | {"message": hidden}
        if self.request is not None:
            data["request_insecure_uri"] = self.request.path
        silent = {"exception_notes": "", "unicode_hint": "", "user_str": hidden}
        return data | silent | {"exception_value": hidden}


def _kind(error: BaseException | None) -> str:
    return "" if error is None else type(error).__name__
