"""Somebody of the cast at the desk: a signed-in client, and what a page says."""

from html import unescape
from re import sub

from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from record.models import Account, Proposal


def sign_in(user: Account) -> Client:
    """A client in which `user` is signed in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def words(response: HttpResponse) -> str:
    """The page's text as a person reads it, blanks run together."""
    return " ".join(unescape(sub(r"<[^>]*>", " ", response.content.decode())).split())


def add_page(model: type[models.Model], **about: models.Model) -> str:
    """The address at which a fact of `model` is added about something."""
    query = "&".join(f"{name}={one.pk}" for name, one in about.items())
    return f"{reverse(f'admin:{model._meta.app_label}_{model._meta.model_name}_add')}?{query}"


def page(entity: models.Model, name: str = "change") -> str:
    return reverse(f"admin:{entity._meta.app_label}_{entity._meta.model_name}_{name}", args=[entity.pk])


def approve_what_waits(by: Account) -> None:
    """`by`, a second officer, opens each proposal that waits, the oldest first, and approves it."""
    client, waiting = sign_in(by), Proposal.objects.filter(decision=None).order_by("pk")
    assert waiting
    for proposal in waiting:
        answers = {"_approve": "1", "shown_hash": proposal.shown_hash}
        seen = words(client.post(page(proposal), answers, follow=True))
        assert "Approved: it is on record now." in seen, seen
