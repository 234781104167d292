"""Each role has its guide in the product, with its sections listed first."""

import re

import pytest

from tests.cast import ROLES, Cast
from tests.desk import sign_in, words

pytestmark = pytest.mark.django_db
TITLES = {"officer": "Record a new deal", "manager": "What will be made at home", "auditor": "Verify the ledger",
          "administrator": "Backup and restore"}  # fmt: skip
"""Role → a section of its guide."""


@pytest.mark.parametrize("role", TITLES)
def test_a_reader_opens_the_guide_of_her_role_and_each_section_stands_there(cast: Cast, role: str) -> None:
    client = sign_in(cast.people[ROLES[role]])
    page = client.get("/guide/").content.decode()
    assert TITLES[role] in words(client.get("/guide/"))
    listed = re.findall(r'<li><a href="#([^"]+)">', page)
    assert len(listed) >= 8
    assert [anchor for anchor in listed if f'<h2 id="{anchor}">' not in page] == []
    assert 'href="/guide/">Guide</a>' in client.get("/desk/").content.decode()


def test_any_guide_is_asked_by_name_and_another_is_refused_with_those_there_are(cast: Cast) -> None:
    client = sign_in(cast.people["manager"])
    assert "Verify the ledger" in words(client.get("/guide/", {"of": "auditor"}))
    refused = client.get("/guide/", {"of": "analyst"})
    assert refused.status_code == 400
    assert "The guides are officer, manager, auditor, operator." in words(refused)
