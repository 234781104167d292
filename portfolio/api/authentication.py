"""Who asks by a token: a program, in the name of the person who made it."""

from typing import Any

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from record.models import Account
from record.models.tokens import AccessToken, Scope
from record.services import tokens

WORDS = (b"token", b"bearer")
LONGEST = 200


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Token ...` or `Authorization: Bearer ...`. It opens the API alone, no page."""

    def authenticate(self, request: Request) -> tuple[Account, AccessToken] | None:
        word, _, secret = get_authorization_header(request).partition(b" ")
        if word.lower() not in WORDS:
            return None
        try:
            token = tokens.opened_by(secret.strip()[:LONGEST].decode("latin-1"), now=timezone.now())
        except tokens.Refused as error:
            raise AuthenticationFailed(str(error)) from error
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Lodebook"'


AUTHENTICATION = [TokenAuthentication, SessionAuthentication]


class InScope(BasePermission):
    """A token that reads writes nothing. Who is signed in has no scope but the own roles."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if request.method not in SAFE_METHODS and isinstance(request.auth, AccessToken):
            tokens.require_scope(request.auth, Scope.PROPOSE)
        return True


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = TokenAuthentication
    name = "tokenAuth"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token of the page Tokens, under your name."}
