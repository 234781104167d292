"""How often a person's programs and pages may ask the API: so many times a minute, counted in the database."""

from time import time
from typing import Any

from django.conf import settings
from django.db import OperationalError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from record.models.tokens import count_one
from record.roles import AUDITOR, roles_of
from record.services.short_waits import briefly

TIMES = {AUDITOR: 4}
"""Role → how many times as often as others it may read: an auditor carries everything away."""


def most(user: Any, *, is_write: bool) -> int:
    """How often a minute the user may ask."""
    if is_write:
        return settings.API_WRITES_A_MINUTE
    return settings.API_READS_A_MINUTE * max([1, *(TIMES.get(role, 1) for role in roles_of(user))])


class MinuteThrottle(BaseThrottle):
    """All servers count in one table. While another writes for long nothing is counted, and no reader waits."""

    def allow_request(self, request: Request, view: Any) -> bool:
        is_write = request.method not in SAFE_METHODS
        try:
            with briefly():
                asked = count_one(request.user, is_write=is_write, minute=int(time() // 60))
        except OperationalError:
            return True
        return asked <= most(request.user, is_write=is_write)

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return 60 - time() % 60
