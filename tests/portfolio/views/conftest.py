"""A page, opened by somebody, with the questions that it put to the database; the record of October, projected."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import connection, reset_queries, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portfolio.services import capacity
from record.models import Account
from tests.cast import Cast

from .october import asked


@dataclass(slots=True)
class Opened:
    response: HttpResponse
    questions: list[str]

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        """The page without its line breaks and double spaces."""
        return " ".join(self.response.content.decode().split())


@pytest.fixture(scope="module")
def october(editions, django_db_blocker):
    """Both editions, projected once for a module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield capacity.run(asked(), draws=500)
        transaction.set_rollback(True)


@pytest.fixture
def open_page(cast: Cast) -> Callable[..., Opened]:
    clients: dict[str, Client] = {}

    def opened(address: str, who: str | Account = "manager") -> Opened:
        user = cast.people[who] if isinstance(who, str) else who
        if user.username not in clients:
            clients[user.username] = Client()
            clients[user.username].force_login(user)
        reset_queries()  # the log holds 9,000 of them, and no more
        with CaptureQueriesContext(connection) as captured:
            response = clients[user.username].get(address)
            _ = response.content if not response.streaming else None
        return Opened(response, [query["sql"] for query in captured])

    return opened
