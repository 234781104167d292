"""What this program writes for a kind that it reads comes back with no difference, whatever stands in it."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from portfolio.calculations.kinds import Instrument, Kind
from portfolio.imports.kinds import KINDS
from portfolio.imports.row_outcomes import Becomes
from portfolio.models import (
    AgencyAward,
    AgencyEntry,
    Capitalization,
    CommodityPrice,
    CorporateAction,
    DueDate,
    ExchangeRate,
    Investment,
    InvestmentStatus,
    SecurityPrice,
    Terms,
    TreasuryYield,
)
from portfolio.reports import REPORTS
from portfolio.services import investments
from projects.models import (
    BaselineStatistic,
    CapacityEstimate,
    CapacityPhase,
    Milestone,
    MilestoneForecast,
    PhaseEstimate,
    ProductionRecord,
)
from record.calculations.typed_numbers import CONTROL
from record.services import entities, facts, slugs
from tests.cast import day, entry, record_entries, writing

from .conftest import exported, put, show

AWKWARD = [
    "-0.01", "=1+1", "00123", "1e5", "0", "'", "''=1+1", "'quoted'", "@home", "+1 (555) 0100", "-", "a,b", 'say "no"',
    "two\nlines", " spaced ", "W", "NA", ">95", "true", "2026-02-14", "=cmd|' /C calc'!A0", "Zürich €", "\tx", "\rx",
    "=HYPERLINK(\"x\")", "\uff1d1", "#REF!", "null", "None", ";", "a;b", "INCOMPLETE: x", "\u2212 5",
]  # fmt: skip
WORDS = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=30).filter(
        lambda text: not CONTROL.search(text)
    ),
)
CENTS = st.decimals(min_value="0.01", max_value="999999999999.99", places=2)
SETTINGS = settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
pytestmark = [pytest.mark.usefixtures("cast"), pytest.mark.long]


def assert_same(kind: str) -> int:
    for spelling in ("csv", "xlsx"):
        row_outcomes = show(kind, exported(kind, spelling)).row_outcomes
        different = [row_outcome for row_outcome in row_outcomes if row_outcome.becomes is not Becomes.SAME]
        assert not different, (spelling, different[:3])
    return len(row_outcomes)


def test_every_kind_that_is_read_has_a_report_that_writes_it():
    assert set(KINDS) - {"history"} <= set(REPORTS)


def test_the_cast_reads_back():
    assert assert_same("investments") == 4
    assert assert_same("transactions") == 10


@SETTINGS
@given(notes=st.lists(WORDS, max_size=20), amounts=st.lists(CENTS, min_size=1, max_size=20))
@example(notes=AWKWARD, amounts=[Decimal("0.01"), Decimal("7400000000000.00")])
def test_any_entry_reads_back(cast, notes, amounts):
    loan = cast.investments["saltwash-doe-loan"]
    fees = [entry(loan, Kind.FEE, "2026-03-01", str(amount)) for amount in amounts]
    noted = [
        entry(loan, Kind.FEE, "" if place % 7 == 0 else "2026-03", "1", note=note) for place, note in enumerate(notes)
    ]
    record_entries([*fees, *noted, *fees])
    assert_same("transactions")


@SETTINGS
@given(
    words=st.lists(WORDS, min_size=1, max_size=20),
    figures=st.lists(st.one_of(st.none(), CENTS), min_size=1, max_size=20),
)
@example(words=AWKWARD, figures=[None, Decimal("0.01"), Decimal("7400000000000.00")])
def test_any_award_reads_back(cast, words, figures):
    grant = cast.investments["palisade-doe-grant"]
    with writing() as recording:
        for place, word in enumerate(words):
            figure, days = figures[place % len(figures)], ("2026", "2026-Q1", "2026-02", "2026-02-14")
            award = Investment(
                slug=slugs.free_slug(Investment, f"award-{place}"),
                deal=grant.deal,
                agency=grant.agency,
                office=word[:20],
                instrument=(Instrument.GRANT, Instrument.CONTRACT, Instrument.COMMON_EQUITY)[place % 3],
                recipient=grant.recipient,
                fain=word.strip()[:20] if place % 3 != 1 else "",
                piid=word.strip()[:20] if place % 3 == 1 else "",
            )
            investments.create(award, recording=recording)
            on, common = day(days[place % 4]), {"investment": award, "citation": cast.citation if place % 2 else None}
            terms = Terms(announced_on=on, announced_amount=figure, summary=word, effective_on=on, **common)
            investments.record(terms, recording=recording)
            investments.record(InvestmentStatus(status="announced", effective_on=on, **common), recording=recording)
    assert_same("investments")


def some_facts(cast, milestone, phase, place, word, figure):
    """One fact of every kind that bears a word and a figure, each about a day of its own."""
    firm, name = cast.companies["palisade"], word.strip()[:40] or "x"
    positive = abs(figure or Decimal(1)) or Decimal(1)
    on = day(f"{1990 + place % 35}-Q{1 + place % 4}")
    common = {"note": word, "citation": cast.citation if place % 2 else None, "effective_on": on}
    yield SecurityPrice(company=firm, close=positive, currency="USD", **common)
    yield Capitalization(company=firm, kind="cover", basic_shares=positive, **common)
    yield CorporateAction(company=firm, kind="ticker_change", ticker=name, **common)
    yield CommodityPrice(product=name, price=positive, currency="USD", unit="kg", basis=word, **common)
    yield ExchangeRate(currency="CAD", usd=positive, **common)
    yield TreasuryYield(term_years=Decimal(1 + place % 30), rate=Decimal(place % 100) / 1000, **common)
    yield BaselineStatistic(mineral=name, year=1990 + place, metric="m", value=figure, raw=word, edition="E", **common)
    yield MilestoneForecast(milestone=milestone, kind="forecast", forecast_on=on if place % 2 else None, **common)
    yield CapacityEstimate(phase=phase, unit="kg", kind="increment", nameplate_added=None, feed_origin=name, **common)
    yield ProductionRecord(phase=phase, output=round(positive, 3), unit="kg", **common)
    yield PhaseEstimate(
        phase=phase,
        field="nameplate",
        rule="officer",
        shape="fixed",
        middle=positive,
        unit="t/yr",
        reason=name,
        **common,
    )
    yield AgencyAward(
        origin="file", award_number=f"A{place}", recipient_name=word, obligated=round(positive, 2), **common
    )
    yield DueDate(
        investment=cast.investments["saltwash-doe-loan"],
        kind="interest",
        due_on=day(f"{1990 + place % 35}-06-30"),
        amount=max(round(positive, 2), Decimal("0.01")),
        **common,
    )
    signed = round(figure or Decimal(0), 2)
    yield AgencyEntry(
        origin="file", award_number=name, entry_number=f"E{place}", description=word, obligated=signed, **common
    )


@SETTINGS
@given(
    words=st.lists(WORDS, min_size=1, max_size=30),
    figures=st.lists(st.one_of(st.none(), st.decimals(-9, 10**9, places=6)), min_size=1),
)
@example(words=AWKWARD, figures=[None, Decimal("0"), Decimal("-0.000001"), Decimal("99999999.999999")])
def test_any_fact_reads_back(cast, words, figures):
    project = cast.projects["palisade-magnets"]
    with writing() as recording:
        milestone = Milestone.objects.filter(slug="m").first() or entities.create(
            Milestone(slug="m", project=project, name="First magnet", kind="first_production"), recording=recording
        )
        phase = CapacityPhase.objects.filter(slug="p").first() or entities.create(
            CapacityPhase(slug="p", project=project, product="magnets"), recording=recording
        )
        for place, word in enumerate(words):
            for fact in some_facts(cast, milestone, phase, place, word, figures[place % len(figures)]):
                facts.record(fact, recording=recording)
    for kind in set(KINDS) - {"investments", "transactions", "history"}:
        assert assert_same(kind) >= 1, kind


def test_what_is_written_once_is_the_same_twice(cast):
    text = "company,effective_on,close,currency,sources\npalisade,2026-01-05,12.5,USD,cast1\n"
    plan, recording = put("security-prices", text)
    assert [row_outcome.becomes for row_outcome in plan.row_outcomes] == [Becomes.NEW]
    assert recording is not None
    plan, recording = put("security-prices", text)
    assert [row_outcome.becomes for row_outcome in plan.row_outcomes] == [Becomes.SAME]
    assert recording is None
    plan, recording = put("security-prices", text.replace("12.5", "13"))
    (row_outcome,) = plan.row_outcomes
    assert (row_outcome.becomes, row_outcome.changes) == (Becomes.CHANGED, [("close", "12.50000000", "13.00000000")])
    assert_same("security-prices")
