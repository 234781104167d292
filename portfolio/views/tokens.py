"""The page of tokens: made by their owner, shown once, listed with their last use, revoked."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from record.models import Account
from record.models.tokens import Scope
from record.roles import may_write
from record.services import tokens

from .desk_steps import number, sent, told
from .times import carries_times


@require_safe
@never_cache
@carries_times()
def index(request: HttpRequest) -> HttpResponse:
    return page(request)


def page(request: HttpRequest, secret: str = "") -> HttpResponse:
    """The tokens of the reader, and the form that makes one; `secret` is that of the newest, shown this once."""
    context = {
        "tokens": tokens.listed(cast(Account, request.user), now()),
        "now": now(),
        "scopes": [one for one in Scope.choices if one[0] == Scope.READ or may_write(request.user)],
        "usual": tokens.USUAL_DAYS,
        "most": tokens.MOST_DAYS,
        "secret": secret,
    }
    response = render(request, "portfolio/tokens.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@sent
def made(request: HttpRequest) -> HttpResponse:
    """Make a token, and show its secret on the page that answers; it stands in no message and in no session."""
    asked = {name: request.POST.get(name, "") for name in ("name", "scope", "days")}
    secrets: list[str] = []

    def do() -> str:
        token, secret = tokens.make(person=cast(Account, request.user), now=now(), **asked)
        secrets.append(secret)
        return f"Made: {token.name}."

    answer = told(request, do, back=reverse("portfolio:tokens"))
    return page(request, secrets[0]) if secrets else answer


@sent
def revoked(request: HttpRequest) -> HttpResponse:
    def do() -> str:
        token = tokens.revoke(by=cast(Account, request.user), number=number(request, "token"), now=now())
        return f"Revoked: {token.name}. It opens nothing any more."

    return told(request, do, back=reverse("portfolio:tokens"))
