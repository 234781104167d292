"""Codes and names are found whatever their case, and one that nobody has is refused with what is near."""

import csv
import io

import pytest

from portfolio.imports.kinds import KINDS
from portfolio.imports.row_outcomes import Becomes
from portfolio.reports import REPORTS

from .conftest import exported, show

CODES = {
    "investment", "deal", "agency", "program", "company", "issuer", "instrument", "status", "kind",
    "project", "projects", "milestone", "milestone_kind", "statement", "phase", "curve", "mineral",
    "metric", "sources", "basis", "site_kind", "transaction", "reverses",
}  # fmt: skip
MISSPELT = [
    (
        "transactions",
        "investment,kind,amount_usd,effective_on",
        "palisade-doe-gramt,fee,1,2026-01-01",
        "palisade-doe-grant",
    ),
    (
        "transactions",
        "investment,kind,amount_usd,effective_on",
        "PALISADE-DOE-GRAMT,fee,1,2026-01-01",
        "palisade-doe-grant",
    ),
    (
        "history",
        "agency,instrument,company,kind,amount_usd,effective_on",
        "DOEE,grant,palisade,fee,1,2026-01-01",
        "DOE",
    ),
    (
        "history",
        "agency,instrument,company,kind,amount_usd,effective_on",
        "DOE,grant,Palisad,fee,1,2026-01-01",
        "palisade",
    ),
    (
        "history",
        "agency,instrument,program,company,kind,amount_usd,effective_on",
        "DOE,grant,ATVMM,palisade,fee,1,2026-01-01",
        "ATVM",
    ),
]


@pytest.mark.parametrize("kind", [name for name in KINDS if name in REPORTS])
def test_a_file_with_its_codes_in_capitals_says_the_same(record, kind):
    rows = list(csv.DictReader(io.StringIO(exported(kind).decode())))
    if not rows:
        pytest.skip("the public record has none of it")
    for row in rows:
        row |= {name: text.upper() for name, text in row.items() if name in CODES}
    file = io.StringIO()
    writer = csv.DictWriter(file, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    plan = show(kind, file.getvalue())
    unlike = [one for one in plan.row_outcomes if one.becomes is not Becomes.SAME]
    assert not unlike, unlike[:3]


@pytest.mark.parametrize(("kind", "head", "row", "near"), MISSPELT)
def test_a_code_that_nobody_has_is_refused_with_what_is_near(cast, kind, head, row, near):
    (outcome,) = show(kind, f"{head}\n{row}\n").row_outcomes
    assert outcome.becomes is Becomes.REFUSED
    assert near in outcome.changes[0][2]
    assert "Did you mean" in outcome.changes[0][2]
