"""The days that agreements set: payments, last days to draw, maturities, closings, reports by recipients."""

from dataclasses import replace

from portfolio.models import DueDate, DueKind
from portfolio.reports import columns as c
from portfolio.reports.base import Column, Type
from portfolio.reports.words import words_of

from .base import Listed, Part

DUE_ON = Column(
    "falls_due_on",
    "Due",
    "The day on which it falls due, as far as it is known; its last day counts.",
    Type.PARTIAL_DATE,
)
DUE_KIND = Column(
    "due_kind",
    "What falls due",
    "A payment (repayment, interest, debt_service, dividend, fee), a deadline, a closing, a condition, a report.",
    words=words_of(DueKind.choices),
)

DUE_DATES = Listed(
    "due-dates",
    "Due dates",
    "What does an agreement set a day for?",
    DueDate,
    (
        Part(c.INVESTMENT, "investment.slug", is_key=True, is_required=True),
        Part(DUE_KIND, "kind", is_key=True, is_required=True),
        Part(DUE_ON, "due_on", is_key=True, is_required=True),
        Part(replace(c.AMOUNT, unknown="no amount is stated", is_optional=True), "amount"),
        Part(c.STATED_ON, "effective_on"),
    ),
)
