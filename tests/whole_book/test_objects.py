"""Every kind of object of the API has rows, each with an identifier of its own that leads to it.

A file of the book belongs to nothing: see tests/portfolio/api/test_objects.py.
"""

import pytest

from portfolio.api.kinds import KINDS
from tests.cast import TODAY, Cast, now
from tests.desk import sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"files"}))
@pytest.mark.usefixtures("read_once")
def test_each_object_is_read_by_an_identifier_of_its_own(whole_book: Cast, kind: str) -> None:
    client, one = sign_in(whole_book.people["auditor"]), KINDS[kind]
    keys = [one.key_of(line) for line in one.answered_by.report(at=now()).lines]
    assert keys
    assert len(set(keys)) == len(keys)
    assert not any("/" in key for key in keys)
    for key in keys[:3]:
        answer = client.get(f"/api/v1/{kind}/{key}/", {"as_of": TODAY})
        assert answer.status_code == 200, key
        assert answer.json()["result"]["id"] == key
