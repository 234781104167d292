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


OF_DEAL = {"new_deal_name": "deal", "deal": "deal", "why": "why", "warning_reason": "warning_reason",
           "new_deal_headline": "headline", "_save": "_save", "_preview": "_preview"}  # fmt: skip
OF_AWARD = {"new_company_name": "company", "project_1": "projects", "new_project_name": "projects",
            "source_1": "sources"}  # fmt: skip


def deal_form(answers: dict[str, str], *, place: int = 1) -> dict[str, str]:
    """What the form of a deal sends of one award: the deal's fields by their names, the rest as those of the award.

    Every payment is known, unless it says otherwise.
    """
    found = {"awards": str(place), f"a{place}-payments_known": "yes"}
    for name, text in answers.items():
        found[OF_DEAL.get(name) or f"a{place}-{OF_AWARD.get(name, name)}"] = text
    if "announced_on" in answers:
        found["announced_on"] = answers["announced_on"]
    return found
