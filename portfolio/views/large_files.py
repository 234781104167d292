"""The page of a workbook that a worker writes: asked for, how far it is, and saved."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from portfolio import large_files
from portfolio.exports.answer_cache import Question
from record.services import jobs

from .question import address, attached, question

ASKED_FOR = "large_files"
"""In the session: the jobs whose file its reader was not told of yet."""


def page_of(asked: Question) -> str:
    return f"{reverse('portfolio:workbook', args=[asked.definition.name])}?{address(asked)}"


@require_http_methods(["GET", "HEAD", "POST"])
def workbook(request: HttpRequest, name: str) -> HttpResponse:
    """What becomes of it; a form that is sent hands it to the worker."""
    asked = question(request, name)
    if isinstance(asked, HttpResponse):
        return asked
    if request.method == "POST":
        job = large_files.ask(asked, now=now())
        request.session[ASKED_FOR] = sorted({*request.session.get(ASKED_FOR, []), job.pk})
        if warning := jobs.notice(job):
            messages.warning(request, warning)
        return HttpResponseRedirect(page_of(asked))
    found = large_files.found(asked)
    context = {
        "definition": asked.definition,
        "asked": asked,
        "question": address(asked),
        "at_once": large_files.AT_ONCE,
        "job": found,
        "gone_on": found and large_files.gone_on(found),
        "is_ready": found is not None and large_files.is_ready(found),
    }
    return render(request, "portfolio/workbook.html", context)


@require_safe
def save(request: HttpRequest, name: str) -> HttpResponseBase:
    """The file. One that nobody asked for, or that is gone, is not found."""
    asked = question(request, name)
    if isinstance(asked, HttpResponse):
        return asked
    job = large_files.found(asked)
    if job is None or not large_files.is_ready(job):
        raise Http404(f"No workbook of this question is kept. Ask for it: {page_of(asked)}")
    untold = request.session.get(ASKED_FOR, [])
    if job.pk in untold:
        request.session[ASKED_FOR] = [one for one in untold if one != job.pk]
    content = large_files.storage().open(large_files.path_of(job))
    return attached(FileResponse(content, content_type=large_files.MEDIA_TYPE), asked, "xlsx")
