"""Every download bears the name that its data package names, whatever is asked."""

import re

import pytest
from django.test import Client

from portfolio.reports import REPORTS
from tests.cast import TODAY, Cast
from tests.desk import sign_in

from .asked import values_of
from .opened import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ENDINGS = ("csv", "xlsx", "json", "parquet", "datapackage.json")


def name_of(client: Client, address: str, asked: dict[str, str]) -> str:
    response = client.get(address, asked)
    assert response.status_code == 200, (address, asked)
    (named,) = re.fullmatch(r'attachment; filename="([A-Za-z0-9._-]+)"', response["Content-Disposition"]).groups()
    return named


@pytest.mark.parametrize("name", REPORTS)
def test_a_download_has_the_name_that_its_data_package_names(whole_book: Cast, name: str) -> None:
    client = sign_in(whole_book.people["manager"])
    first = {one: values_of(REPORTS[name], one)[-1] for one in REPORTS[name].filters[:1]}
    every = [{}, {"as_of": str(TODAY)}, {"as_of": "2026-01-31", "serial": "3"}, {"as_of": str(TODAY)} | first]
    with made_once():
        for asked in every if first else every[:3]:
            client.get(f"/reports/{name}/", asked)  # the first to ask of a day has its run drawn, under a recording
            package = client.get(f"/reports/{name}.datapackage.json", asked).json()
            (resource,) = package["resources"]
            stem = resource["path"].removesuffix(".csv")
            assert stem.startswith(f"{name}_{package['as_of']}_r{package['recording']}")
            assert [name_of(client, f"/reports/{name}.{ending}", asked) for ending in ENDINGS] == [
                f"{stem}.{ending}" for ending in ENDINGS
            ]
            for narrowed in package["filters"]:
                assert f"_{narrowed}-" in stem
