"""Opening a file: served to be saved, never shown as a page, under the rights of what it belongs to."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from record.models import Attachment
from record.services import attachments


@require_safe
@cache_control(private=True, no_store=True)
def open_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The bytes of an attachment. What the reader may not see is not found: its number says nothing."""
    found = Attachment.objects.filter(pk=pk).first()
    if found is None or not attachments.may_open(found, request.user):
        raise Http404
    try:
        content = attachments.opened(found)
    except attachments.FileLost as lost:
        return lost_page(request, lost)
    response = FileResponse(content, as_attachment=True, filename=found.name, content_type=found.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def lost_page(request: HttpRequest, lost: attachments.FileLost) -> HttpResponse:
    return render(request, "file_lost.html", {"lost": lost}, status=500)
