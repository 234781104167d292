"""No address answers another question than it was asked: a name that nothing reads is refused by every one of them."""

import json
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, reverse

from portfolio import urls
from record.models import Citation
from tests.cast import Cast
from tests.desk import sign_in, words

SLUGS = {
    "deal": "palisade-dow-2025", "investment": "palisade-warrant", "company": "palisade", "project": "palisade-magnets",
    "program": "doe-atvm", "source": "cast1", "sheet": "palisade", "sheet_pdf": "palisade",
}  # fmt: skip


def addresses() -> Iterator[str]:
    """Every address of the pages, files and the API, each with what the cast has for its parts."""
    for one in urls.urlpatterns:
        assert isinstance(one, URLPattern)
        parts = {
            "name": "exposure",
            "mineral": "nd",
            "pk": Citation.objects.latest("pk").pk,
            "kind": "company",
            "key": "x",
            "sha256": "a" * 64,
            "rest": "nothing",
        }
        parts["slug"] = SLUGS.get(one.name or "", "")
        named = {name: parts[name] for name in one.pattern.converters}
        yield reverse(f"portfolio:{one.name}", kwargs=named)


def test_every_address_refuses_a_name_that_nothing_reads(cast: Cast) -> None:
    auditor, taken = sign_in(cast.people["auditor"]), {}
    for address in addresses():
        response = auditor.get(address, {"agancy": "DOE"})
        if response.status_code not in (400, 405):
            taken[address] = response.status_code
    assert taken == {}


@pytest.mark.parametrize("address", ["/search.json", "/api/v1/reports/", "/api/v1/schema/"])
def test_an_address_for_programs_says_what_is_near(cast: Cast, address: str) -> None:
    response = sign_in(cast.people["manager"]).get(address, {"formats": "json"})
    (said,) = json.loads(response.content)["errors"]["__all__"]
    may = {"/search.json": "q", "/api/v1/reports/": "format", "/api/v1/schema/": "format, lang, version"}[address]
    near = "" if may == "q" else " Did you mean format?"
    assert (response.status_code, said) == (400, f"The API knows no formats. It may be asked for {may}.{near}")


def test_a_page_without_times_says_it_on_a_page(cast: Cast) -> None:
    manager = sign_in(cast.people["manager"])
    for address, may in (("/desk/", "all, next"), ("/reports/", "q"), ("/views/", "save")):
        response = manager.get(address, {"zzz": "1"})
        assert response.status_code == 400
        assert f"The page knows no zzz. It may be asked for as_of, known_at, serial, {may}." in words(response)
        name = may.partition(",")[0]
        assert manager.get(address, {name: "/reports/"}).status_code == 200
        # The links of every page lead there with the times that it was asked for.
        assert manager.get(address, {"as_of": "2026-06-18", "serial": "1"}).status_code == 200
