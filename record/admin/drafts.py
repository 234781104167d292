"""Drafts: a script of the admin's forms saves here what is typed, and fills a form from here that is opened again."""

import json
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.http import HttpRequest, HttpResponseBadRequest, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.views.decorators.cache import never_cache

from record.models import Draft
from record.services import drafts


@never_cache
def draft(request: HttpRequest) -> HttpResponseBase:
    """JSON. POST keeps the fields of a form under its `address`. GET answers with those that are kept, and with the
    token that a form needs which outlived a sign-in.
    """
    person: Any = request.user
    asked = request.POST if request.method == "POST" else request.GET
    address = asked.get("address", "")
    if any("\0" in text for text in asked.dict().values()):
        return HttpResponseBadRequest("A draft holds a character that is no part of a text (zero).")
    if request.method == "POST" and (not address.startswith(reverse("admin:index")) or len(address) > 500):
        return HttpResponseBadRequest("A draft is of a form of the admin.")
    if request.method != "POST":
        found = drafts.find(person=person, address=address)
        return JsonResponse(
            {
                "token": get_token(request),
                "fields": found.fields if found else [],
                "saved_at": said(found),
                "delete": reverse("admin:draft_delete", args=[found.pk]) if found else "",
            }
        )
    text = asked.get("fields", "")
    if len(text) > drafts.LONGEST:
        return HttpResponseBadRequest(f"A draft has at most {drafts.LONGEST:,} letters.")
    try:
        described = {name: asked.get(name, "") for name in ("kind", "name", "step")}
        kept = drafts.save(person=person, address=address, fields=json.loads(text), now=now(), **described)
    except (ValueError, ValidationError):
        return HttpResponseBadRequest("A draft is a list of fields, each with its name and its values.")
    except OperationalError:
        return JsonResponse({"saved_at": "", "is_busy": True})
    return JsonResponse({"saved_at": said(kept), "is_busy": False})


def said(found: Draft | None) -> str:
    """When it was saved, in the time of the record."""
    return localtime(found.saved_at).strftime("%Y-%m-%d %H:%M") if found else ""


def delete_draft(request: HttpRequest, number: int) -> HttpResponseBase:
    """Ask whether an own draft is deleted, and delete it; anybody else's is not found."""
    found = get_object_or_404(Draft, pk=number, person_id=request.user.pk)
    if request.method == "POST":
        address = found.address
        found.delete()
        messages.success(request, "The draft is deleted.")
        return HttpResponseRedirect(address if "_anew" in request.POST else reverse("admin:index"))
    context = {**admin.site.each_context(request), "title": "Delete a draft", "draft": found, "saved_at": said(found)}
    return TemplateResponse(request, "admin/delete_draft.html", context)
