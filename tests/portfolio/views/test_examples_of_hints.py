"""What the hint of a field gives as an example is taken by that field."""

import re

import pytest

from portfolio.forms import AsOfForm, ReportForm
from portfolio.reports import REPORTS
from portfolio.scenario_forms import PriceFloorForm

BEHIND = re.compile(r"(: [a-z]|; of | for | of its own).*")
"""Words that follow an example: "0.4: lognormal about that path", "0.04 for 4%"."""


def examples(hint: str) -> list[str]:
    """The examples of a hint: what follows its first comma or colon, or all of it where it begins with a digit."""
    said = re.sub("</?code>", "", hint).split(". ")[0].removesuffix(".")
    body = said if said[:1].isdigit() else re.split(r"[,:] ", said, maxsplit=1)[-1] if re.search("[,:] ", said) else ""
    parts = [BEHIND.sub("", part).strip(' "') for part in body.split(", or ")]
    return [part for part in parts if part and (part[0].isdigit() or part == "not stated" or " " not in part)]


ASKED = [
    (name, field.help_text, next(one for one in REPORTS.values() if name in (*one.filters, *AsOfForm.base_fields)))
    for name, field in ReportForm.base_fields.items()
    if examples(str(field.help_text)) and any(name in (*one.filters, *AsOfForm.base_fields) for one in REPORTS.values())
]


def test_examples_are_found_where_hints_have_them():
    assert examples("Code of the agency, DOW.") == ["DOW"]
    assert examples('Code of the program, DOE-ATVM, or "not stated".') == ["DOE-ATVM", "not stated"]
    assert examples("60, or 2026-Q4=60; 2027=65; ndpr:250 for a product of its own. Empty: those on record.") == [
        "60", "2026-Q4=60; 2027=65; ndpr:250",
    ]  # fmt: skip
    assert examples("0.4: lognormal about that path. Empty: none.") == ["0.4"]
    assert examples("Number of a projection run. Empty: the newest.") == []
    assert {name for name, _, _ in ASKED} >= {"agency", "mineral", "prices", "kept", "upside_from", "year", "since"}


@pytest.mark.parametrize(("name", "hint", "report"), ASKED, ids=[one[0] for one in ASKED])
def test_a_report_takes_the_example_of_each_hint(editions, db, name, hint, report):
    for example in examples(str(hint)):
        form = ReportForm(report, {name: example})
        assert form.is_valid(), (example, form.errors)


@pytest.mark.parametrize("products", [("ndpr",), ("dy", "ndpr"), ()])
def test_the_page_of_price_floors_takes_the_example_of_each_hint(products):
    """A product that no contract is about is refused: the hint names one that a contract is."""
    form = PriceFloorForm(contracts=[], products=products)
    hints = {name: examples(str(field.help_text)) for name, field in form.fields.items()}
    assert hints["prices"][-1] == "; ".join(["2026-Q4=60", "2027=65", *(f"{one}:250" for one in products[:1])])
    for name, found in hints.items():
        for example in found:
            asked = PriceFloorForm({name: example}, contracts=[], products=products)
            assert asked.is_valid(), (name, example, asked.errors)


def test_the_sentence_that_refuses_a_price_names_no_product_that_is_refused():
    refused = PriceFloorForm({"prices": "sixty"}, contracts=[], products=("ndpr",))
    assert not refused.is_valid()
    assert "dy:" not in str(refused.errors)
