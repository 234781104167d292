"""The files of the public record, read by themselves: canonical, complete, and every id resolved."""

import csv
import io
import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio import public_record
from portfolio.calculations.kinds import Instrument, Kind, Status
from portfolio.public_record import editions
from projects import reference
from record.calculations.partial_dates import PartialDate

FOLDER = Path(public_record.__file__).parent / "editions" / "2026_06"
KEYS = {
    "agencies": ("code",),
    "agency_aliases": ("text",),
    "capacities": ("phase",),
    "phase_starts": ("phase",),
    "claims": ("claim",),
    "companies": ("company",),
    "country_standings": ("country", "effective_on"),
    "deals": ("deal",),
    "due_dates": ("investment", "kind", "due_on"),
    "earlier_terms": ("investment", "effective_on"),
    "edition": ("edition",),
    "events": ("event",),
    "investment_projects": ("investment", "project"),
    "investments": ("investment",),
    "milestone_forecasts": ("milestone", "stated_on", "kind", "forecast_on"),
    "milestones": ("milestone",),
    "ownership": ("ownership",),
    "partner_agreements": ("country", "kind", "signed_on"),
    "price_floors": ("investment",),
    "program_aliases": ("text",),
    "programs": ("program",),
    "projects": ("project",),
    "security_prices": ("company", "effective_on"),
    "share_counts": ("company", "effective_on", "kind", "other_shares"),
    "sources": ("id",),
    "statuses": ("investment", "effective_on", "status"),
    "transactions": ("transaction",),
}
NUMBERS = re.compile(r"-?\d+(\.\d+)?")
NUMERIC = (
    "_usd",
    "_share",
    "_shares",
    "_years",
    "_tpa",
    "_rate",
    "shares",
    "close",
    "latitude",
    "longitude",
    "spread",
    "floor_price",
)


TO_DO = re.compile(
    r"\b(?:check (?:which|whether|status)|(?:to|must) be (?:checked|confirmed|found|read|looked up)|"
    r"this session|placeholder|to ?do:|tbd)\b",
    re.IGNORECASE,
)
SHIPPED = sorted([*FOLDER.parent.glob("*/*.csv"), *Path(reference.__file__).parent.glob("*.csv")])


def rows(name, folder=FOLDER):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def ids(name, column):
    return {row[column] for row in rows(name)}


def test_every_file_has_a_key():
    assert {path.stem for path in FOLDER.glob("*.csv")} == set(KEYS)


@pytest.mark.parametrize("name", KEYS)
def test_file_is_canonical(name):
    data = (FOLDER / f"{name}.csv").read_bytes()
    lines = list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows(lines)
    assert written.getvalue().encode() == data
    assert {len(line) for line in lines} == {len(lines[0])}
    assert all(cell == cell.strip() for line in lines for cell in line)


@pytest.mark.parametrize("name", KEYS)
def test_key_is_unique_and_orders_the_rows(name):
    keys = [tuple(row[column] for column in KEYS[name]) for row in rows(name)]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("name", KEYS)
def test_figures_and_dates_are_spelt_plainly(name):
    for row in rows(name):
        for column, cell in row.items():
            if not cell:
                continue
            if column.endswith(("_on", "_from", "_until")):
                PartialDate.parse(cell)
            elif column.endswith(NUMERIC) and column != "owner_shares":
                assert NUMBERS.fullmatch(cell), (column, cell)
                if column.endswith("_share"):
                    assert 0 <= Decimal(cell) <= 1, (column, cell)
            elif column in {"chosen", "domestic", "added_for_ownership", "dividend_cumulative"}:
                assert cell in {"true", "false"}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_note_says_what_is_not_known_and_leaves_no_errand(path):
    """What compilers still wanted to do is told as what is not known."""
    found = [line for line in path.read_text(encoding="utf-8").splitlines() if TO_DO.search(line)]
    assert found == []


def test_counts_that_the_compilers_give():
    added = [row["added_for_ownership"] for row in rows("companies")]
    counted = {name: len(rows(name)) for name in ("investments", "projects", "sources", "deals", "milestone_forecasts")}
    assert counted == {"investments": 80, "projects": 57, "sources": 256, "deals": 56, "milestone_forecasts": 84}
    assert (added.count("false"), added.count("true")) == (55, 20)


REFERENCES = [
    ("agency_aliases", "agency", "agencies", "code"),
    ("programs", "agency", "agencies", "code"),
    ("program_aliases", "program", "programs", "program"),
    ("projects", "operator", "companies", "company"),
    ("investments", "agency_text", "agency_aliases", "text"),
    ("investments", "program_text", "program_aliases", "text"),
    ("investments", "deal", "deals", "deal"),
    ("investments", "recipient", "companies", "company"),
    ("investments", "issuer", "companies", "company"),
    ("investments", "counterparty", "companies", "company"),
    ("investments", "lead_project", "projects", "project"),
    ("investments", "holder_agency", "agencies", "code"),
    ("earlier_terms", "investment", "investments", "investment"),
    ("statuses", "investment", "investments", "investment"),
    ("transactions", "investment", "investments", "investment"),
    ("events", "investment", "investments", "investment"),
    ("price_floors", "investment", "investments", "investment"),
    ("investment_projects", "investment", "investments", "investment"),
    ("investment_projects", "project", "projects", "project"),
    ("ownership", "owner_company", "companies", "company"),
    ("ownership", "owner_agency", "agencies", "code"),
    ("ownership", "owned_company", "companies", "company"),
    ("ownership", "owned_project", "projects", "project"),
    ("share_counts", "company", "companies", "company"),
    ("security_prices", "company", "companies", "company"),
    ("milestones", "project", "projects", "project"),
    ("milestone_forecasts", "milestone", "milestones", "milestone"),
    ("capacities", "project", "projects", "project"),
    ("phase_starts", "phase", "capacities", "phase"),
    ("phase_starts", "milestone", "milestones", "milestone"),
]


@pytest.mark.parametrize(("name", "column", "target", "key"), REFERENCES)
def test_references_resolve(name, column, target, key):
    assert ids(name, column) - {""} <= ids(target, key)


@pytest.mark.parametrize("name", [name for name in KEYS if name not in {"sources", "agencies", "edition"}])
def test_cited_sources_are_on_record(name):
    sources = ids("sources", "id")
    cited = {part for row in rows(name) for c in ("sources", "deal_sources") for part in row.get(c, "").split(";")}
    assert cited - {""} <= sources


def test_reference_codes_resolve():
    folder = Path(reference.__file__).parent
    countries = {row["country"] for row in rows("countries", folder)}
    minerals = {row["mineral"] for row in rows("minerals", folder)}
    stages = {(row["chain"], row["stage"]) for row in rows("chains", folder)}
    curves = {row["ramp_up_curve"] for row in rows("ramp_up_parameters", folder)}
    risks = {row["stage"] for row in rows("stage_risk", folder)}
    aliases = {row["text"] for row in rows("mineral_aliases", folder)}
    for name in ("companies", "projects", "partner_agreements", "country_standings"):
        assert ids(name, "country") - {""} <= countries
    assert ids("capacities", "mineral") - {""} <= minerals
    assert {(row["chain"], row["chain_stage"]) for row in rows("capacities") if row["chain"]} <= stages
    assert ids("capacities", "ramp_up_curve") - {""} <= curves
    assert ids("projects", "risk_stage") - {""} <= risks
    assert {text for row in rows("projects") for text in row["minerals"].split(";")} <= aliases


def test_claims_are_about_things_on_record():
    files = {"phase": "capacities", "investment": "investments", "ownership": "ownership", "project": "projects"}
    files["company"] = "companies"
    for row in rows("claims"):
        assert row["slug"] in ids(files[row["entity"]], row["entity"]), row["claim"]
        assert row["reason"]


def test_a_chosen_claim_is_the_figure_that_is_used():
    files = {"phase": "capacities", "investment": "investments", "ownership": "ownership", "company": "companies"}
    for row in rows("claims"):
        if row["chosen"] != "true":
            continue
        entity = next(entity for entity in rows(files[row["entity"]]) if entity[row["entity"]] == row["slug"])
        if row["figure"] in entity:
            assert entity[row["figure"]] == row["value"], row["claim"]


def test_words_are_those_of_the_ledger():
    assert ids("investments", "instrument") <= set(Instrument)
    assert ids("statuses", "status") <= set(Status)
    assert ids("transactions", "kind") <= set(Kind)


def totals():
    """Announced millions of USD by the last status of each award."""
    last = {row["investment"]: row["status"] for row in rows("statuses")}
    sums = defaultdict(Decimal)
    for row in rows("investments"):
        sums[last[row["investment"]]] += Decimal(row["announced_usd"] or 0) / 1_000_000
    return sums


def test_totals_by_status():
    sums = totals()
    committed = sum(amount for status, amount in sums.items() if Status(status).is_committed_money)
    assert committed == Decimal("22237.6")
    assert {status: sums[status] for status in ("conditional", "loi", "announced", "terminated")} == {
        "conditional": Decimal("6975.0"),
        "loi": Decimal("6332.6"),
        "announced": Decimal("276.0"),
        "terminated": Decimal("57.7"),
    }


def test_face_of_loans_and_ceilings_inside_the_committed():
    last = {row["investment"]: row["status"] for row in rows("statuses")}
    lent = [row for row in rows("investments") if row["instrument"] in {"direct_loan", "loan_guarantee"}]
    face = sum(Decimal(row["announced_usd"]) for row in lent if Status(last[row["investment"]]).is_committed_money)
    assert face == Decimal("18393000000")
    assert sum(Decimal(row["ceiling_usd"] or 0) for row in rows("investments")) == Decimal("413900000")


def test_statuses_follow_their_order():
    history = defaultdict(list)
    for row in rows("statuses"):
        history[row["investment"]].append(list(Status).index(Status(row["status"])))
    assert all(steps == sorted(steps) for steps in history.values())
    assert set(history) == ids("investments", "investment")


def test_an_agency_is_an_owner_by_its_code():
    assert ids("ownership", "owner_agency") - {""} == {"DOW", "DOE", "DOC", "DFC", "USG"}


def test_edition_is_no_older_than_any_award():
    (edition,) = rows("edition")
    newest = max(PartialDate.parse(row["announced_on"]).start for row in rows("investments") if row["announced_on"])
    assert newest == PartialDate.parse(edition["as_of"]).start


OCTOBER = sorted(path.stem for path in (FOLDER.parent / "2026_10").glob("*.csv"))


@pytest.mark.parametrize("name", OCTOBER)
def test_file_of_october_is_canonical(name):
    data = (FOLDER.parent / "2026_10" / f"{name}.csv").read_bytes()
    lines = list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows(lines)
    assert written.getvalue().encode() == data
    assert all(cell == cell.strip() for line in lines for cell in line)


@pytest.mark.parametrize("name", sorted(set(OCTOBER) - {"edition", "withdrawn"}))
def test_rows_of_october_stand_in_the_order_of_their_keys_and_are_spelt_plainly(name):
    found = rows(name, FOLDER.parent / "2026_10")
    columns = [*editions.KEYS[name].split(), *([editions.DAYS[name]] if name in editions.DAYS else [])]
    keys = [tuple(row[column] for column in columns) for row in found]
    assert keys == sorted(set(keys))
    for row in found:
        for column, cell in row.items():
            if not cell or cell == editions.WITHDRAWN:
                continue
            if column.endswith("_on") or column == "period":
                PartialDate.parse(cell)
            elif column.endswith(NUMERIC) and column != "owner_shares":
                assert NUMBERS.fullmatch(cell), (column, cell)
