"""A file that is kept, served to be saved and never shown as a page."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def saved_file(content: bytes, name: str) -> HttpResponse:
    """The bytes as an attachment of that name, of no type that a browser would open."""
    headers = {
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)
