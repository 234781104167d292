"""What was found of the samples that were kept: entry by entry, with the officers' answers."""

from operator import attrgetter

from portfolio.calculations.partial_sums import least_of
from portfolio.positions.filters import Filters
from portfolio.positions.sample_findings import SampledEntry, samples_at
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Total, Type
from .transactions import KIND

UNSEEN = "nobody looked at it yet"


COLUMNS = (
    Column("sample", "Sample", "The name under which it was kept.", value=attrgetter("kept.name")),
    Column("place", "Place", "Its number in the sample.", Type.INTEGER, value=lambda line: int(line.cells["place"])),
    Column("transaction", "Entry", "Reference of the ledger entry.", value=lambda line: line.cells["transaction"]),
    c.INVESTMENT.of(lambda line: line.cells["investment"]),
    KIND.of(lambda line: line.cells["kind"]),
    c.AMOUNT.of(attrgetter("amount"), unknown="an entry of shares alone", is_optional=True),
    Column("stratum", "Stratum", "Its kind and its band of dollars.", value=lambda line: line.cells["stratum"]),
    Column(
        "sample_finding",
        "Finding",
        "Whether it agrees with its source, or what does not.",
        is_prose=True,
        unknown=UNSEEN,
        value=lambda line: line.finding.verdict if line.finding else None,
    ),
    Column(
        "found_by",
        "Found by",
        "Who looked.",
        unknown=UNSEEN,
        value=lambda line: line.finding.recording.by_name if line.finding else None,
    ),
    Column(
        "found_on",
        "Found on",
        "The day of the finding.",
        Type.PARTIAL_DATE,
        unknown=UNSEEN,
        value=lambda line: line.finding.effective_on if line.finding else None,
    ),
    Column(
        "answer",
        "Answer",
        "What an officer of its programs answered to the exception.",
        is_prose=True,
        is_optional=True,
        unknown="none",
        value=lambda line: line.answer or None,
    ),
    Column(
        "answered_by",
        "Answered by",
        "Who answered last.",
        is_optional=True,
        unknown="none",
        value=lambda line: line.answers[-1].recording.by_name if line.answers else None,
    ),
    c.RECORDING.of(lambda line: line.finding.recording_id if line.finding else None, unknown=UNSEEN),
)


def answer(at: AsOf, filters: Filters) -> Answer:
    lines = samples_at(at)
    exceptions = [line for line in lines if line.finding and not line.finding.agrees]
    totals = [
        total("agree", [line for line in lines if line.finding and line.finding.agrees]),
        total("exceptions", exceptions),
        total("exceptions without an answer", [line for line in exceptions if not line.answers]),
        total("not looked at", [line for line in lines if line.finding is None]),
    ]
    return Answer(lines, totals=totals)


def total(label: str, lines: list[SampledEntry]) -> Total:
    known = [line.amount for line in lines if line.amount is not None]
    note = f"Amount known for {len(known):,} of {len(lines):,}" if len(known) < len(lines) else ""
    return Total(label, {"amount_usd": least_of(known, len(lines))}, note, len(lines))


DEFINITION = Definition(
    "sample-findings", "What the samples found", "Do the sampled entries agree with their sources?", COLUMNS, (), answer
)
