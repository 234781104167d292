"""Comments on a proposal or an award: read on its page, and added from it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.timezone import localdate

from record.admin.base import ReadOnlyAdmin
from record.admin.refused import Refused, refusals
from record.admin.site import page_of
from record.admin.sourced import is_row_number
from record.admin.worded_form import WordedForm
from record.models import Channel, Comment
from record.roles import may_write
from record.services import comments
from record.services.recordings import open_recording


class CommentForm(WordedForm, forms.Form):
    text = forms.CharField(
        label="Comment",
        max_length=comments.MOST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="It stays, with your name. Write @ before a user name to tell somebody by letter: @officer2.",
    )


def shown_on(request: HttpRequest, row: models.Model) -> dict[str, Any]:
    """What the page of a row shows of its comments: those there are, and the form where the reader may add one."""
    return {
        "comments": list(Comment.about(row)),
        "comment_field": CommentForm()["text"] if may_write(request.user) else None,
        "commented": f"{row._meta.label}:{row.pk}",
    }


def add_comment(request: Any) -> HttpResponse:
    """The page at /admin/comment/: adds what was written, and leads back to the page of what it is about."""
    if request.method != "POST" or not may_write(request.user):
        raise PermissionDenied("Only an officer comments.")
    about, form = commented(request.POST.get("about", "")), CommentForm(request.POST)
    if not form.is_valid():
        return refused(request, about, form)
    try:
        with (
            refusals(),
            open_recording(by=request.user, why=f"Comment on {about}", channel=Channel.FORM) as recording,
        ):
            comments.say(about, form.cleaned_data["text"], recording=recording, today=localdate())
    except Refused as found:
        form.add_error("text", found.error.messages)
        return refused(request, about, form)
    messages.success(request, "Your comment stands below.")
    return HttpResponseRedirect(f"{page_of(about)}#comments")


def refused(request: HttpRequest, about: models.Model, form: CommentForm) -> HttpResponse:
    """The form by itself, with what was typed and why it is refused."""
    context = {
        **admin.site.each_context(request),
        "title": f"Comment on {about}",
        "about": about,
        "about_page": page_of(about),
        "comment_field": form["text"],
        "commented": f"{about._meta.label}:{about.pk}",
    }
    return TemplateResponse(request, "admin/comment.html", context)


def commented(text: str) -> Any:
    """The row that "record.Proposal:3" names. Raises Http404."""
    label, _, number = text.partition(":")
    model: Any = next((one for one in comments.COMMENTED if one._meta.label == label), None)
    found = model.objects.filter(pk=int(number)).first() if model and is_row_number(number) else None
    if found is None:
        raise Http404("Nothing on record bears that number.")
    return found


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    list_display = ("said_by", "note", "table", "row_id", "recording")
    list_display_links = None
    list_select_related = ("said_by", "recording")
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("note",)
