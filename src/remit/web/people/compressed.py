"""Style sheets and scripts go out compressed; pages do not, because they hold secrets (BREACH)."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_TEXT = ("text/css", "text/javascript", "application/javascript", "image/svg+xml")


class CompressedFiles(GZipMiddleware):
    """Compresses static text, which is the same for everybody and answers to no input."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """The file, smaller where the browser takes it so."""
        kind = response.headers.get("Content-Type", "")
        if request.path.startswith(settings.STATIC_URL) and kind.startswith(_TEXT):
            return super().process_response(request, response)
        return response
