"""From each page of the record to its report page, and back, for who may enter the record."""

import pytest
from django.db import models

from record.models import Source
from tests.cast import Cast
from tests.desk import page, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["award", "deal", "company", "project", "program", "source"])
def row(cast: Cast, request: pytest.FixtureRequest) -> tuple[models.Model, str]:
    """Something on record, and where readers see it."""
    award = cast.investments["palisade-doe-grant"]
    company, project, program = award.recipient, cast.projects["palisade-magnets"], cast.programs["DOE-MESC"]
    found: dict[str, tuple[models.Model, str]] = {
        "award": (award, f"/investments/{award.slug}/"),
        "deal": (award.deal, f"/deals/{award.deal.slug}/"),
        "company": (company, f"/companies/{company.slug}/"),
        "project": (project, f"/projects/{project.slug}/"),
        "program": (program, f"/programs/{program.slug}/"),
        "source": (Source.objects.get(slug="cast1"), "/sources/cast1/"),
    }
    return found[request.param]


def test_one_leads_to_the_other(cast: Cast, row: tuple[models.Model, str]) -> None:
    one, address = row
    officer, manager = sign_in(cast.people["officer"]), sign_in(cast.people["manager"])
    assert f'href="{address}"' in officer.get(page(one)).content.decode()
    assert f'href="{page(one)}"' in officer.get(address).content.decode()
    assert "Open in the record" not in manager.get(address).content.decode()
