"""One bad row is unknown with its reason, in its own cell; everything else stands."""

from decimal import Decimal

import pytest
from django.db import connection

from portfolio.models import Capitalization, Terms
from portfolio.services import capacity
from projects.models import CapacityEstimate, ChainStage, ProjectedPhase
from tests.cast import TODAY, day, now, writing
from tests.desk import sign_in
from tests.golden.book_of_every_report import make_book, still_clock
from tests.portfolio.reports.answers import ask, rows_of
from tests.whole_book.opened import PAGES, broken, entity_pages, report_addresses

pytestmark = pytest.mark.slow


def insert(row, model):
    """Put a row on record past its constraints, as a copy of an older database would have it."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            table = model._meta.db_table
            for name, found in connection.introspection.get_constraints(cursor, table).items():
                if found["check"]:
                    cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
        try:
            row.save(force_insert=True)
        finally:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA ignore_check_constraints = OFF")


@pytest.fixture
def book(db):
    with still_clock():
        yield make_book()


def added(model, **values):
    with writing(why="a bad row") as under:
        when = values.pop("effective_on", day("2026-06-01"))
        insert(model(recording=under, effective_on=when, counts_from=when.end, **values), model)


def test_a_share_count_of_zero_leaves_only_the_shares_unknown(book):
    before = {name: rows_of(ask(name, now())) for name in ("investments", "exposure", "transactions")}
    others = [row for row in rows_of(ask("stakes", now())) if row["issuer"] != "palisade"]
    added(Capitalization, company=book.companies["palisade"], basic_shares=Decimal(0), kind="cover")
    rows = rows_of(ask("stakes", now()))
    assert others
    assert [row for row in rows if row["issuer"] != "palisade"] == others
    rows = [row for row in rows if row["issuer"] == "palisade"]
    assert rows
    assert {row["basic_share"] for row in rows} == {""}
    assert any(row["shares"] for row in rows)
    assert {name: rows_of(ask(name, now())) for name in before} == before
    client = sign_in(book.people["manager"])
    assert not broken(client, [*PAGES, *entity_pages(), *report_addresses()], as_of=TODAY)
    page = client.get("/reports/stakes/", {"as_of": TODAY}).content.decode()
    assert "0.000000 shares outstanding are no count to divide by" in page or "0 shares outstanding are no" in page


@pytest.mark.parametrize("slug", ["palisade-preferred", "kaolin-preferred"])  # the latter pays dividends in kind
def test_a_conversion_price_of_zero_leaves_the_rest_of_the_stake(book, slug):
    award = book.investments[slug]
    old = Terms.objects.filter(investment=award).last()
    with writing(why="a bad row") as under:
        old.pk, old.recording, old.conversion_price, old.original_price = None, under, Decimal(0), Decimal(2)
        insert(old, Terms)
    assert rows_of(ask("stakes", now()))
    client = sign_in(book.people["manager"])
    assert not broken(client, [*entity_pages(), *report_addresses(["/", ".csv"])], as_of=TODAY)


@pytest.mark.parametrize(
    ("nameplate", "why"),
    [("-40000", "nameplate added is -39,600, below zero"), ("9223372036854775.807", "that can be added up exactly")],
)
def test_one_bad_phase_is_unknown_and_the_others_are_drawn(book, nameplate, why):
    capacity.run(now(), draws=200)
    stage = ChainStage.objects.get(stage="chemical")
    phase = CapacityEstimate.objects.filter(phase__slug="saltwash-chemical").last().phase
    added(
        CapacityEstimate, phase=phase, nameplate_added=Decimal(nameplate), unit="t/yr", kind="increment",
        mineral=stage.mineral, chain_stage=stage, unit_of_account=stage.unit_of_account, counts_as="primary",
        phase_stage="construction", factor_to_unit_of_account=Decimal("0.99"), planned_start_on=day("2027"),
    )  # fmt: skip
    run = capacity.run(now(), draws=200)
    phases = {row.phase.slug: row for row in ProjectedPhase.objects.filter(run=run).select_related("phase")}
    assert why in phases["saltwash-chemical"].why
    assert phases["saltwash-chemical"].added is None
    assert phases["saltwash-mine"].why == ""
    bad = next(row for row in rows_of(ask("capacity", now())) if row["phase"] == "saltwash-chemical")
    assert (bad["p50_facts"], why in bad["why_unknown"]) == ("", True)
    client = sign_in(book.people["manager"])
    assert not broken(client, [*PAGES, *report_addresses(["/", ".csv"])], as_of=TODAY)
