"""Every payment of what is owned or owed, with the bucket in which a return counts it."""

from collections.abc import Sequence
from decimal import Decimal
from operator import attrgetter

from portfolio.calculations.cash_flows import Bucket
from portfolio.positions.filters import Filters
from portfolio.positions.packages import key_of
from portfolio.positions.return_groups import company_of
from portfolio.positions.returns import Flow
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Total, Type
from .returns import FILTERS, positions_at
from .transactions import COLUMNS as OF_ENTRIES
from .transactions import KIND
from .words import labels_of

ENTRY, COUNTS_FROM = (next(one for one in OF_ENTRIES if one.name == name) for name in ("transaction", "counts_from"))

COLUMNS = (
    ENTRY.of(attrgetter("entry.reference")),
    Column(
        "paid_for",
        "Paid for",
        "The package that the payment was for: deal and issuer, of a loan the award.",
        names="path",
        value=lambda line: "/".join(key_of(line.line)),
    ),
    c.COMPANY.of(lambda line: company_of(line.line)),
    c.AGENCY.of(lambda line: line.line.agency.code),
    c.PROGRAM.of(lambda line: line.line.program_code),
    c.INVESTMENT.of(lambda line: line.line.slug),
    c.INSTRUMENT.of(lambda line: line.line.instrument.value),
    COUNTS_FROM.of(attrgetter("entry.on")),
    KIND.of(attrgetter("entry.kind")),
    Column(
        "bucket",
        "Bucket",
        "Where a return counts it.",
        words=labels_of(Bucket),
        value=lambda line: line.bucket.value,
    ),
    c.AMOUNT.of(attrgetter("entry.amount")),
    Column(
        "flow_usd",
        "Flow",
        "The amount with its sign: below 0 was paid, above 0 was received.",
        Type.USD,
        "USD",
        value=lambda line: line.entry.amount * line.bucket.sign,
    ),
)


def answer(at: AsOf, filters: Filters) -> Answer:
    _, positions = positions_at(at, filters)
    flows = [flow for one in positions if one.line.passes(filters) for flow in one.flows if flow.bucket.is_cash]
    flows.sort(key=lambda flow: (flow.entry.on, flow.entry.reference))
    return Answer(
        flows,
        totals=totals(flows),
        notes=("An entry that was reversed is no payment. What accrues in kind moves no cash.",),
    )


def totals(flows: Sequence[Flow]) -> list[Total]:
    """Each bucket that occurs, then all of them with their signs."""
    found = []
    for bucket in Bucket:
        of_bucket = [flow for flow in flows if flow.bucket is bucket]
        if of_bucket:
            found.append(total(bucket.label, of_bucket))
    return [*found, total("All", flows)] if found else []


def total(label: str, flows: Sequence[Flow]) -> Total:
    signed = sum((flow.entry.amount or Decimal(0)) * flow.bucket.sign for flow in flows)
    amount = sum((flow.entry.amount or Decimal(0)) for flow in flows)
    values = {"flow_usd": signed} if label == "All" else {"amount_usd": amount, "flow_usd": signed}
    return Total(label, values, "", len(flows))


DEFINITION = Definition(
    "cash-flows",
    "Cash flows",
    "What was paid and received of what is owned or owed, payment by payment?",
    COLUMNS,
    FILTERS,
    answer,
)
