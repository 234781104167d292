"""What a person types is found under its names, old and new, its codes and numbers; errors of typing are forgiven."""

import re
from datetime import date

import pytest
from django.test import Client

from portfolio.calculations.filter_match import matched
from portfolio.imports.write import Writing
from portfolio.models import Transaction
from portfolio.positions.filter_options import filter_options
from portfolio.positions.search import MOST, Found, search
from projects.models import Company, Mineral
from record.calculations.as_of import AsOf
from record.models import Proposal, Recording, Source
from record.services.entities import relabel
from tests.cast import Cast, writing
from tests.desk import add_page, sign_in

pytestmark = pytest.mark.django_db


def first(found: list[Found]) -> tuple[str, str]:
    return found[0].label, found[0].hits[0].key


@pytest.mark.parametrize(
    ("typed", "kind", "key"),
    [
        ("MP Materials", "Company", "mp"),
        ("mp materials corp.", "Company", "mp"),
        ("LAC", "Company", "lac"),
        ("thacker pass", "Project", "thacker-pass"),
        ("gallium", "Mineral", "ga"),
    ],
)
def test_a_name_or_a_code_finds_its_record_first(record: Recording, typed: str, kind: str, key: str) -> None:
    assert first(search(typed)) == (kind, key)


@pytest.mark.parametrize(("typed", "key"), [("magnets", "magnet"), ("rare earths", "reo"), ("Aluminium", "al")])
def test_a_mineral_is_found_by_its_other_names(record: Recording, typed: str, key: str) -> None:
    minerals = next(found for found in search(typed) if found.label == "Mineral")
    assert key in [hit.key for hit in minerals.hits]


@pytest.mark.parametrize(("typed", "slug"), [("magnets", "magnet"), ("rare earth", "reo"), ("aluminium", "al")])
def test_other_names_of_minerals_are_asked_for_on_pages_and_in_files_as_their_own(
    record: Recording, typed: str, slug: str
) -> None:
    at = AsOf(date.max, record.moment, record.serial)
    options = filter_options(at, ["mineral"])["mineral"]
    assert matched(typed, options, refused="") == slug
    with writing() as recording:
        row_writing = Writing(recording, date(2026, 6, 30))
        assert row_writing.look_up(Mineral, "mineral", typed).slug == slug


def test_no_two_minerals_share_a_name(record: Recording) -> None:
    each = [{one.slug, *map(str.casefold, [one.name, *one.other_names])} for one in Mineral.objects.all()]
    assert sum(map(len, each)) == len(set().union(*each))


@pytest.mark.parametrize(("typed", "name"), [("Albermarle", "Albemarle"), ("Trilgy Metals", "Trilogy Metals")])
def test_an_error_of_typing_is_forgiven_and_said(record: Recording, typed: str, name: str) -> None:
    hits = [hit for found in search(typed) for hit in found.hits]
    assert any(name in hit.name and hit.why == "near what you typed" for hit in hits)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("perpetau", "Perpetua Resources"),
        ("neodimium", "Neodymium"),
        ("mp materails", "MP Materials"),
        ("Kings Montain", "Kings Mountain"),
        ("antinomy", "Antimony"),
        ("galium", "Gallium"),
        ("lithum", "Lithium"),
        ("lihtium", "Lithium"),
    ],
)
def test_the_name_that_was_meant_comes_first(record: Recording, typed: str, name: str) -> None:
    hits = sorted((hit for found in search(typed) for hit in found.hits), key=lambda hit: hit.rank)
    assert name.casefold() in hits[0].name.casefold(), [(hit.name, hit.rank) for hit in hits]


def test_a_short_name_within_a_longer_word_is_not_near(record: Recording) -> None:
    assert "Tin" not in {hit.name for found in search("antinomy") for hit in found.hits}


def test_words_may_stand_in_any_order(record: Recording) -> None:
    assert first(search("pass thacker")) == ("Project", "thacker-pass")


def test_nothing_and_noise_find_nothing(record: Recording) -> None:
    assert search("   ") == []
    assert search("qqqq zzzz xxxx") == []


def test_an_award_is_found_by_its_number_whatever_its_dashes(cast: Cast) -> None:
    grant = cast.investments["palisade-doe-grant"]
    with writing(None) as recording:
        relabel(grant, {"fain": "DE-EE0010001"}, recording=recording)
    (found,) = [one for one in search("deee 0010001") if one.label == "Award"]
    assert [hit.key for hit in found.hits] == ["palisade-doe-grant"]


def test_an_old_name_finds_the_record_and_is_said(cast: Cast) -> None:
    company = Company.objects.order_by("slug").first()
    assert company is not None
    before = company.name
    with writing(None) as recording:
        relabel(company, {"name": "Quite Another Name"}, recording=recording)
    ((hit, *_),) = [one.hits for one in search(before) if one.label == "Company"]
    assert (hit.key, hit.name, hit.why) == (company.slug, "Quite Another Name", f"formerly {before}")


def test_more_than_is_shown_is_counted(record: Recording) -> None:
    (sources,) = [one for one in search("department") if one.label == "Source"]
    assert len(sources.hits) == MOST
    assert sources.count > MOST


def test_proposals_are_found_by_those_who_may_read_them(cast: Cast) -> None:
    asked = {"q": "officer"}
    for role in ("officer", "manager", "auditor"):
        answer = sign_in(cast.people[role]).get("/search/", asked)
        assert answer.status_code == 200
        assert b"/reports/audit-trail/?officer=officer" in answer.content


def test_a_proposal_that_is_found_as_typed_is_not_found_again_as_near(cast: Cast) -> None:
    grant = cast.investments["palisade-doe-grant"]
    told = {"kind": "fee", "amount": "900,000", "effective_on": "2026-01-15", "why": "as the gazette says"}
    told["sources"] = str(Source.objects.get(slug="cast1").pk)
    sent = sign_in(cast.people["officer"]).post(add_page(Transaction, investment=grant), told)
    assert sent.status_code == 302
    (found,) = (one for one in search("fee of $900") if one.label == "Proposal")
    assert [hit.key for hit in found.hits] == [str(Proposal.objects.get().pk)]
    assert found.count == 1


def test_what_is_typed_is_answered_with_the_best_first(cast: Cast) -> None:
    desk: Client = sign_in(cast.people["manager"])
    company = Company.objects.order_by("slug").first()
    assert company is not None
    hits = desk.get("/search.json", {"q": company.name.lower()}).json()["hits"]
    assert hits[0] == {"kind": "Company", "name": company.name, "why": "", "address": f"/companies/{company.slug}/"}
    assert desk.get("/search.json", {"q": ""}).json() == {"hits": [], "count": 0}
    assert desk.get(hits[0]["address"]).status_code == 200


def test_a_short_word_is_found_as_a_word_or_at_the_beginning_of_one_and_whole_words_come_first(
    record: Recording,
) -> None:
    found = search("MP")
    assert first(found) == ("Company", "mp")
    told = [[f"{hit.name} {hit.key} {hit.why}" for hit in one.hits] for one in found]
    assert [text for texts in told for text in texts if not re.search(r"(?<![^\W_])mp", text, re.IGNORECASE)] == []
    for texts in told:
        whole = [bool(re.search(r"(?<![^\W_])mp(?![^\W_])", text, re.IGNORECASE)) for text in texts]
        assert whole == sorted(whole, reverse=True), texts


def test_the_inside_of_a_word_is_found_by_four_letters_and_by_no_three(record: Recording) -> None:
    assert "perpetua" in [hit.key for one in search("petua") for hit in one.hits]
    assert "perpetua" not in [hit.key for one in search("tua") for hit in one.hits]
