"""The middleware by which a page is sent packed (gzip); a file is sent as it is, byte for byte.

What packing tells of a page's content by its length (BREACH) is of no use here: the tokens in a page are masked anew
each time it is made, sessions are not sent to us from other sites, and Django adds up to 100 random bytes.
"""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class PackedPagesMiddleware(GZipMiddleware):
    """Packs what is a page and no file. It stands outside of all that reads or counts what is answered."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_page = response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming
        if not is_page or "Content-Disposition" in response.headers:
            return response
        return super().process_response(request, response)
