"""The middleware by which a page, a CSV and a JSON are sent packed (gzip) to who asks for it.

What packing tells of a page's content by its length (BREACH) is of no use here: the tokens in a page are masked anew
each time it is made, sessions are not sent to us from other sites, and Django adds up to 100 random bytes.
"""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

PACKED = ("text/html", "text/csv", "application/json", "application/problem+json")
"""What is text. XLSX, Parquet, PDF and ZIP are packed as they are made."""


class PackedAnswersMiddleware(GZipMiddleware):
    """Packs what is text, piece by piece where it is sent so. It stands outside of all that reads or counts it."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        return super().process_response(request, response) if kind in PACKED else response
