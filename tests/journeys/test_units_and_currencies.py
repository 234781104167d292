"""An unknown currency or unit is refused with what is near, whatever way it comes in; half a share is asked about."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from portfolio.imports.mapping import Mapping
from portfolio.imports.preview import preview, read
from portfolio.models import Capitalization
from projects.models import Conversion
from projects.models.units import require_currency, require_unit
from record.services import facts
from tests.cast import TODAY, writing
from tests.desk import add_page, sign_in, words

CLOSES = "company,effective_on,close,currency\n"
RATES = "currency,effective_on,usd,sources\n"
PRICES = "product,effective_on,price,currency,unit,sources\n"
COUNTS = "company,effective_on,count_kind,basic_shares,reason,sources\n"

DRAWN = {"projects.ProjectedPhase.unit", "projects.ProjectedOutput.unit", "projects.ProjectedPhase.unit_of_account"}
"""What a run copies from what was stated."""
ANY_WORD = {"record.Claim.unit", "projects.StageRiskFinding.unit", "projects.FeedShare.unit"}
"""What a rival figure is of ("USD", "date", "text"), a printed finding of several ("%, %, years"), and of what an
element is a share in a feed ("of rare earth oxide", "ratio by mass"): a split is by the shares alone."""


def refusals(kind: str, text: str) -> list[str]:
    plan = preview(read(kind, text.encode(), Mapping()), why="a test", today=TODAY, by_name="loader")
    return [what for row in plan.refused for _, _, what in row.changes]


def test_every_column_of_a_unit_or_currency_knows_what_there_is():
    open_ones = set()
    for model in apps.get_models():
        if not issubclass(model, models.Model) or model._meta.app_label not in ("record", "projects", "portfolio"):
            continue
        for column in model._meta.concrete_fields:
            if not isinstance(column, models.CharField) or "unit" not in column.name and column.name != "currency":
                continue
            wanted = require_currency if column.name == "currency" else require_unit
            if wanted not in column.validators:
                open_ones.add(f"{model._meta.label}.{column.name}")
    assert open_ones - DRAWN == ANY_WORD


@pytest.mark.parametrize(
    ("code", "near"),
    [("USB", "USD (US Dollar)"), ("CAN", "CAD (Canadian Dollar)"), ("eu", "EUR (Euro)"), ("Yen", "JPY (Yen)")],
)
def test_a_currency_that_is_none_is_refused_with_what_is_near(code, near):
    with pytest.raises(ValidationError, match="is no code of a currency in ISO 4217") as found:
        require_currency(code)
    assert near in str(found.value)


@pytest.mark.parametrize("code", ["USD", "usd", "CAD", "KRW", "XOF", "ZWG"])
def test_a_currency_in_use_is_taken(code):
    require_currency(code)


@pytest.mark.parametrize(
    "unit",
    ["t", "t/yr", "kt Cu", "t REO a t", "% of apparent consumption", "USD/kg Ta2O5", "US cents/lb", "USD/troy oz",
     "million metric tons", "t oxide by element", "USD/yr", "USD", "months"],
)  # fmt: skip
def test_what_the_record_is_stated_in_is_taken(unit, db):
    require_unit(unit)


def test_a_unit_that_is_none_is_refused_with_what_is_near(db):
    with pytest.raises(ValidationError, match='"tones" is no unit that is known here. Near: .*tonnes'):
        require_unit("tones")


def test_a_unit_of_a_conversion_on_record_is_known(cast):
    with pytest.raises(ValidationError):
        require_unit("drum U3O8")
    with writing() as recording:
        made = Conversion(from_product="drum", to_product="kg", factor=200, basis="as weighed", citation=cast.citation)
        facts.record(made, recording=recording)
    require_unit("drum U3O8")


@pytest.mark.parametrize(
    ("kind", "text", "what"),
    [
        ("exchange-rates", f"{RATES}ZZZ,2026-01-05,0.7,cast1\n", "no code of a currency"),
        (
            "security-prices",
            f"{CLOSES}palisade,2026-01-05,5,ZZZ\n",
            "no code of a currency",
        ),
        ("commodity-prices", f"{PRICES}Zinc,2026-01-05,5,ZZZ,kg,cast1\n", "no code of a currency"),
        ("commodity-prices", f"{PRICES}Zinc,2026-01-05,5,USD,furlong,cast1\n", "no unit that is known"),
    ],
)
def test_files_of_prices_rates_and_output_refuse_them(cast, kind, text, what):
    (said,) = refusals(kind, text)
    assert what in said


@pytest.mark.parametrize("count", ["0", "-1"])
def test_no_shares_are_no_count(cast, count):
    assert refusals("share-counts", f"{COUNTS}palisade,2026-01-05,cover,{count},because,cast1\n")


def test_a_fraction_of_a_share_is_asked_about_by_file(cast):
    (said,) = refusals("share-counts", f"{COUNTS}palisade,2026-01-05,cover,1.5,,cast1\n")
    assert "1.5 shares outstanding has a fraction of a share" in said
    assert refusals("share-counts", f"{COUNTS}palisade,2026-01-05,cover,1.5,Units of a trust,cast1\n") == []


@pytest.mark.usefixtures("office_of_one")
def test_a_fraction_of_a_share_is_asked_about_by_form(cast):
    client, address = sign_in(cast.people["officer"]), add_page(Capitalization, company=cast.companies["palisade"])
    source = str(cast.citation.sources.get().pk)
    typed = {"kind": "cover", "basic_shares": "1.5", "effective_on": "2026-01-05", "sources": source, "why": "a test"}
    before = Capitalization.objects.count()
    assert "has a fraction of a share" in words(client.post(address, typed))
    assert Capitalization.objects.count() == before
    assert client.post(address, typed | {"warning_reason": "Units of a trust."}).status_code == 302
    assert Capitalization.objects.latest("pk").note.endswith("Unusual, and why: Units of a trust.")
