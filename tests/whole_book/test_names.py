"""People read names: no identifier stands on a page without the name of what it identifies beside it."""

from collections.abc import Collection, Mapping

import pytest
from django.test import Client
from django.utils import timezone

from portfolio.models import Investment
from portfolio.positions.names import NAMED, award_in_words, names_borne, of_awards
from portfolio.reports import REPORTS
from portfolio.services import capacity
from projects.models import Company
from record.calculations.as_of import AsOf
from record.calculations.once import one_answer
from record.models import Recording
from tests.cast import ROLES, make_people
from tests.desk import sign_in
from tests.soak import SOAK

from .bare_codes import bare_codes
from .opened import PAGES, entity_pages, made_once, opened

KINDS = set(NAMED) - {"source", "source_title", "text", "unknown"}
"""Kinds of what has an identifier. A source is held to its title by a test of its own, and the two last are made of the
others."""
AS_GIVEN = {"sources", "conflicts"}
"""Reports that show what others wrote as they wrote it: titles, and values as claimed beside them in words."""
READ = [page for page in PAGES if page not in ("/guide/", "/api/docs/")]
"""A guide names columns and identifiers as files write them, and so do the questions of the API."""
SENTENCE = '<p>The grant to Albemarle <code class="beside">albemarle-dpa-grant</code>, and lac-doe-loan.</p>'


def names_at(at: AsOf) -> dict[str, set[str]]:
    """Identifier → what it may be called. A word that something else is called by is left out: it is read as one."""
    borne = [(code, name) for kind in sorted(KINDS) for code, name in names_borne(kind, at).items()]
    spoken = {name.casefold() for _, name in borne}
    tickers = set(Company.objects.known(at).values_list("ticker", flat=True))
    allowed: dict[str, set[str]] = {}
    for code, name in borne:
        if code.casefold() not in spoken and code not in tickers:
            spelt = {code} if code in name.casefold().split() else set()
            allowed.setdefault(code, set()).update({name.casefold()} | spelt)
    said = of_awards(award_in_words)(at)
    for award in Investment.objects.select_related("recipient"):
        allowed[award.slug] |= {said[award.slug].casefold(), award.recipient.name.casefold()}
    return allowed


@pytest.fixture
def names(editions: list[Recording], db: None) -> dict[str, set[str]]:
    at = Recording.objects.as_of(timezone.localdate(), timezone.now())
    capacity.run(at, draws=200)
    return names_at(at)


def found_on(addresses: Collection[str], client: Client, names: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """Address → the identifiers that stand there alone, each in its block."""
    found: dict[str, list[str]] = {}
    with one_answer(), made_once():
        for address in addresses:
            answer = opened(client, address)
            assert answer.status == 200, address
            alone = [f"{code}: {block[:200]}" for code, block in bare_codes(answer.body.decode(), names)]
            if alone:
                found[address] = alone[:3]
    return found


def reports() -> list[str]:
    return [f"/reports/{name}/" for name in REPORTS if name not in AS_GIVEN]


@pytest.mark.slow
def test_no_identifier_stands_alone_on_a_page_or_a_report_of_the_public_record(names):
    """Every role opens the pages; they take turns with the reports."""
    people = make_people()
    readers = list({role: person for person, role in ROLES.items()}.values())
    for place, person in enumerate(readers):
        own = reports() if SOAK else reports()[place :: len(readers)]
        assert not found_on([*READ, "/search/?q=mp", *own], sign_in(people[person]), names), person


@pytest.mark.slow
def test_no_identifier_stands_alone_on_a_page_of_one_thing_of_the_public_record(names):
    addresses = [one for one in entity_pages() if not one.startswith(("/sources/", "/citations/"))]
    assert not found_on(addresses, sign_in(make_people()["officer"]), names)


def test_an_identifier_counts_as_named_where_its_name_stands_in_the_same_sentence():
    names = {"albemarle-dpa-grant": {"albemarle"}, "lac-doe-loan": {"lithium americas"}}
    assert [code for code, _ in bare_codes(SENTENCE, names)] == ["lac-doe-loan"]
    assert not list(bare_codes("<td>Lithium Americas (lac-doe-loan)</td>", names))
    assert [code for code, _ in bare_codes("<td>Lithium Americas</td><td>lac-doe-loan</td>", names)] == ["lac-doe-loan"]


def test_a_small_identifier_alone_in_its_cell_is_no_name():
    names = {"lac-doe-loan": {"lithium americas"}}
    assert [code for code, _ in bare_codes("<td><code>lac-doe-loan</code></td>", names)] == ["lac-doe-loan"]


def test_a_word_within_a_sentence_is_no_identifier_and_a_code_with_an_underscore_is_one():
    names = {"in": {"indium"}, "ga": {"gallium"}}
    page = "<p>Made in 2030.</p><td>ga; in</td><p>The stage is metal_alloy.</p>"
    assert [code for code, _ in bare_codes(page, names)] == ["ga", "in", "metal_alloy"]


def test_a_state_a_country_a_curve_an_agency_that_holds_and_a_company_in_a_term_are_named():
    names = {
        "TN": {"tennessee"}, "US": {"united states"}, "S2_after_McNulty": {"series 2 after mcnulty"},
        "DOW": {"department of war"}, "mp": {"mp materials corp."},
    }  # fmt: skip
    cells = "<dd>US</dd><dd>TN</dd><td>S2_after_McNulty</td><p>DOW holds 9% of it.</p><dd>common shares of mp</dd>"
    assert [code for code, _ in bare_codes(cells, names)] == ["US", "TN", "S2_after_McNulty", "DOW", "mp"]
    said = "<dd>United States</dd><p>Department of War holds 9%.</p><dd>common shares of MP Materials Corp.</dd>"
    assert not list(bare_codes(said, names))


def test_what_nobody_sees_is_not_read():
    page = '<script>lac-doe-loan</script><a href="/investments/lac-doe-loan/">The loan</a>'
    assert not list(bare_codes(page, {"lac-doe-loan": {"lithium americas"}}))
