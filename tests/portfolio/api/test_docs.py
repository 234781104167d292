"""The page of the API is drawn from its schema, and asks nobody else."""

import re

import pytest

from portfolio.api.kinds import KINDS
from tests.cast import ROLES
from tests.desk import sign_in, words


@pytest.mark.parametrize("person", ROLES)
def test_every_address_stands_on_the_page_with_its_parameters(cast, person):
    page = sign_in(cast.people[person]).get("/api/docs/")
    told = words(page)
    for kind in KINDS:
        assert f"GET /api/v1/{kind}/" in told
        assert f"GET /api/v1/{kind}/{{key}}/" in told
    assert "limit integer from 1 to 500 Objects of a page; 100 when left out." in told
    assert "POST /api/v1/proposals/" in told
    assert "rows array Column → cell, as text." in told


def test_the_page_asks_for_nothing_from_elsewhere(cast, manager):
    body = sign_in(manager).get("/api/docs/").content.decode()
    assert not re.findall(r"(?:src|href|action)=\"(?:https?:)?//", body)
    assert sign_in(manager).get("/api/docs/", {"a": "b"}).status_code == 400
