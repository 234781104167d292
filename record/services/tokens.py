"""Tokens are made by the person in whose name they ask, and revoked by that person or an administrator."""

import secrets
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError

from record.calculations.formatting import moment
from record.models import Account
from record.models.tokens import SECRET_BEGINS, AccessToken, Scope, digest_of
from record.roles import ADMINISTRATOR, may_write, roles_of

from .short_waits import briefly
from .wording import check_columns

USUAL_DAYS, MOST_DAYS = 90, 365
MOST = 20
"""Tokens of a person that are live at once."""
USED_AGAIN = timedelta(minutes=1)
"""The last use is kept as exactly as this."""


class Refused(Exception):
    """A token that opens nothing; says why."""


def make(*, person: Account, name: str, scope: str, days: str, now: datetime) -> tuple[AccessToken, str]:
    """A new token, and its secret, which is kept nowhere.

    Raises ValidationError by field: for a name that is missing or too long, a scope that the person has not, a time
    that is none; and for one token too many.
    """
    token = AccessToken(person=person, name=name.strip(), scope=scope, made_at=now)
    token.expires_at = now + timedelta(days=_days(days))
    check_columns(token, but=("digest", "person"))
    if token.scope == Scope.PROPOSE and not may_write(person):
        raise ValidationError({"scope": "Only an officer proposes. Choose read."})
    if AccessToken.objects.filter(person=person).live(now).count() >= MOST:
        raise ValidationError(f"You have {MOST} tokens. Revoke one that is no longer used.")
    secret = SECRET_BEGINS + secrets.token_urlsafe(32)
    token.digest = digest_of(secret)
    token.save()
    return token, secret


def _days(text: str) -> int:
    """How many days it lasts. Raises ValidationError for less than one and more than a year."""
    wanted = text.strip() or str(USUAL_DAYS)
    if not (wanted.isascii() and wanted.isdecimal()) or not 1 <= int(wanted[:9]) <= MOST_DAYS:
        raise ValidationError({"days": f"It lasts from 1 to {MOST_DAYS} days. Write a number, {USUAL_DAYS}."})
    return int(wanted)


def revoke(*, by: Account, number: int, now: datetime) -> AccessToken:
    """Take a token back for good. Raises ValidationError where the person may revoke none of that number."""
    token = AccessToken.objects.select_related("person").filter(pk=number).first()
    if token is None or not (token.person_id == by.pk or ADMINISTRATOR in roles_of(by)):
        raise ValidationError("You have no such token. Open the page again.")
    if token.revoked_at is not None:
        raise ValidationError(f"{token.name} was revoked at {moment(token.revoked_at)} already.")
    token.revoked_at, token.revoked_by = now, by
    token.save(update_fields=["revoked_at", "revoked_by"])
    return token


def opened_by(secret: str, *, now: datetime) -> AccessToken:
    """The token of a secret, its use noted. Raises Refused for one that is unknown, expired or revoked."""
    token = AccessToken.objects.select_related("person").filter(digest=digest_of(secret)).first()
    if token is None:
        raise Refused("No token is known by this secret. Make one on the page Tokens, under your name.")
    if token.revoked_at is not None:
        raise Refused(f'The token "{token.name}" was revoked at {moment(token.revoked_at)}.')
    if token.expires_at <= now:
        raise Refused(f'The token "{token.name}" expired at {moment(token.expires_at)}. Make another one.')
    if not token.person.is_active:
        raise Refused("The account of this token is not in use.")
    if token.last_used_at is None or now - token.last_used_at >= USED_AGAIN:
        _note_use(token, now)
    return token


def _note_use(token: AccessToken, now: datetime) -> None:
    """Note when it was last used; where another writes for long it is left out, and the reader does not wait."""
    try:
        with briefly():
            AccessToken.objects.filter(pk=token.pk).update(last_used_at=now)
    except OperationalError:
        return


def listed(person: Account, now: datetime) -> list[AccessToken]:
    """The person's tokens, the newest first; an administrator's list has those of others that are live as well."""
    own = AccessToken.objects.filter(person=person)
    if ADMINISTRATOR in roles_of(person):
        own = own | AccessToken.objects.live(now)
    return list(own.select_related("person", "revoked_by").order_by("-pk"))


def require_scope(token: AccessToken, scope: Scope) -> None:
    """Raises PermissionDenied where the token may not do that."""
    if token.scope != scope:
        raise PermissionDenied(f'The token "{token.name}" may {token.get_scope_display()}, and no more.')
