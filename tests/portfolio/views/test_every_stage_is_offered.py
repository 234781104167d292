"""Each stage of a mineral's chains can be asked for on Production and in the reports of what will be made."""

import json
import re
from datetime import date

import pytest
from django.utils import timezone

from portfolio.pages.production_stages import stages_of
from portfolio.positions.filter_options import OF_SITES, filter_options
from portfolio.reports import REPORTS
from portfolio.reports.sites import DEFINITION as SITES
from projects.models import ChainStage
from record.models import Recording
from tests.cast import make_people, now
from tests.desk import sign_in


def test_a_report_of_sites_alone_has_the_stage_of_a_site():
    """It is narrowed by class and stage of the site; every other stage is one of a chain."""
    of_sites = {one.name for one in (*REPORTS.values(), SITES) if {"stage", "site_kind"} <= set(one.filters)}
    assert of_sites == OF_SITES


@pytest.mark.slow
def test_antimony_has_its_mine_and_its_smelter_where_no_plant_counts(october, db):
    manager = sign_in(make_people()["manager"])
    assert manager.get("/production/", {"as_of": "2026-10-08", "mineral": "sb"}).status_code == 200, (
        "the run of the day stands"
    )
    at = Recording.objects.as_of(date(2026, 10, 8), timezone.now())
    offered = dict(stages_of(at, "sb"))
    assert list(offered.values()) == ["mine", "smelter", "scrap"], "the one with a plant first"
    for slug in offered:
        assert manager.get("/production/", {"as_of": "2026-10-08", "mineral": "sb", "stage": slug}).status_code == 200
    page = manager.get("/reports/production-gains/", {"as_of": "2026-10-08"}).content.decode()
    assert set(offered) <= set(re.findall(r'<option value="([^"]+)"', page))
    for slug, has_rows in zip(offered, (True, False, False), strict=True):
        answer = manager.get("/reports/production-gains.json", {"as_of": "2026-10-08", "mineral": "sb", "stage": slug})
        rows = json.loads(b"".join(answer.streaming_content))["rows"]
        assert {row["stage"] for row in rows} == {slug} if has_rows else not rows


def test_every_stage_on_record_is_offered(october, db):
    stages = {one.slug for one in ChainStage.objects.at(now()).values()}
    assert len(stages) > 20
    assert stages <= {one.value for one in filter_options(now(), ["stage"], "production-gains")["stage"]}
