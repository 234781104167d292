"""Columns that several reports share, so that one name has one meaning everywhere.

Those of an award take their values from an `InvestmentAt`, those of a fact from the fact itself; `.of(...)` gives them
those of another line.
"""

from portfolio.calculations.kinds import Family
from portfolio.reports.base import Column, Type
from portfolio.reports.words import instrument_words, status_words

LENDING = frozenset(family for family in Family if family.is_lending)
NOT_LENDING = frozenset(Family) - LENDING
SECURITIES = frozenset(family for family in Family if family.holds_shares)
OWING = SECURITIES | LENDING
SPENDING = frozenset(family for family in Family if family.spends)


INVESTMENT = Column(
    "investment",
    "Investment",
    "One award: one instrument from one agency.",
    page="investment",
    value=lambda line: line.slug,
)
DEAL = Column("deal", "Deal", "What was announced together.", page="deal", value=lambda line: line.deal.slug)
AGENCY = Column(
    "agency",
    "Agency",
    "The department or independent agency; files have its code.",
    names="agency",
    value=lambda line: line.agency.code,
)
PROGRAM = Column(
    "program",
    "Program",
    'The program; files have its code. "not stated" where the record names none.',
    names="program",
    value=lambda line: line.program_code,
)
COMPANY = Column(
    "company",
    "Company",
    "The company that the line is about: of an award, who receives it.",
    page="company",
    value=lambda line: line.recipient.slug,
)
ISSUER = Column(
    "issuer",
    "Issuer",
    "Who issues the security.",
    page="company",
    unknown="no security, or not stated",
    is_optional=True,
    value=lambda line: line.issuer.slug if line.issuer else None,
)
PROJECTS = Column(
    "projects",
    "Projects",
    "The sites that the award reaches.",
    page="project",
    unknown="no listed site",
    is_optional=True,
    value=lambda line: ";".join(project.slug for project in line.projects) or None,
)
MINERALS = Column(
    "minerals",
    "Minerals",
    "Minerals of these sites.",
    unknown="no listed site",
    is_optional=True,
    names="mineral",
    value=lambda line: ";".join(mineral.slug for mineral in line.minerals) or None,
)
STATES = Column(
    "states",
    "States",
    "States of these sites.",
    unknown="not in the US, or not stated",
    is_optional=True,
    names="state",
    value=lambda line: ";".join(sorted({project.state for project in line.projects if project.state})) or None,
)
INSTRUMENT = Column(
    "instrument",
    "Instrument",
    "The form of the award.",
    words=instrument_words,
    value=lambda line: line.instrument.value,
)
STATUS = Column(
    "status",
    "Status",
    "How far the award is. Announced, letter of interest (loi), conditional and approved are not money yet.",
    words=status_words,
    mark="status",
    value=lambda line: line.status.value,
)
CONFIDENCE = Column(
    "confidence",
    "Confidence",
    "How well the record is supported: high, medium or low.",
    mark="confidence",
    value=lambda line: (line.terms and line.terms.confidence) or None,
)
SOURCES = Column(
    "sources",
    "Sources",
    "Its sources: on a page under their titles, in a file by the identifiers that the sources report gives.",
    page="source",
    value=lambda line: line.sources or None,
)
SHARES = Column(
    "shares",
    "Shares",
    "The line's own shares, units or rights: an award's by its terms, a stake's as held or agreed, an entry's, a "
    "tranche's. Never added across instruments.",
    Type.SHARES,
    unknown="not stated",
    families=SECURITIES,
    value=lambda line: line.terms and line.terms.shares,
)
FISCAL_YEAR = Column(
    "fiscal_year",
    "Fiscal year",
    "Federal fiscal year, 1 October to 30 September, named by its end.",
    Type.INTEGER,
    unknown="the date is unknown or spans two fiscal years",
    is_grouped=False,
    value=lambda line: line.fiscal_year,
)

ANNOUNCED = Column(
    "announced_usd",
    "Amount as stated",
    "The amount as its source states it: cash, face of a loan, ceiling or letter. Totalled by status only.",
    Type.USD,
    "USD",
    value=lambda line: line.terms and line.terms.announced_amount,
)
COMMITTED = Column(
    "committed_usd",
    "Committed",
    "Set aside, less what was decommitted. Empty for loans and guarantees (see face value) and ceilings.",
    Type.USD,
    "USD",
    unknown="not committed, a ceiling, or no amount is stated",
    families=NOT_LENDING,
    value=lambda line: line.committed,
)
OBLIGATED = Column(
    "obligated_usd",
    "Obligated",
    "Legally bound, less what was deobligated. For loans and guarantees see subsidy cost.",
    Type.USD,
    "USD",
    families=NOT_LENDING,
    value=lambda line: line.figures.obligated,
)
DISBURSED = Column(
    "disbursed_usd",
    "Disbursed",
    "Paid out: outlays, draws, purchase prices.",
    Type.USD,
    "USD",
    value=lambda line: line.figures.disbursed,
)
NET_OUTLAYS = Column(
    "net_outlays_usd",
    "Net outlays",
    "Disbursed less refunds, of grants, contracts and purchases.",
    Type.USD,
    "USD",
    unknown="no payment is known",
    families=SPENDING,
    value=lambda line: line.figures.net_outlays,
)
RETURNED_TO_TREASURY = Column(
    "returned_to_treasury_usd",
    "Returned to the Treasury",
    "Refunds after the award's period of availability: they lower net outlays and are not paid again.",
    Type.USD,
    "USD",
    unknown="no payment is known",
    families=SPENDING,
    value=lambda line: line.figures.returned_to_treasury,
)
REALISED_GAIN = Column(
    "realised_gain_usd",
    "Gain realised",
    "Proceeds of shares sold or redeemed less their average cost; below 0 for a loss.",
    Type.USD,
    "USD",
    unknown="no sale, or no cost is known",
    families=SECURITIES,
    value=lambda line: line.figures.realised_gain,
)
REPAID = Column(
    "repaid_usd",
    "Repaid",
    "Principal paid back.",
    Type.USD,
    "USD",
    families=LENDING,
    value=lambda line: line.figures.repaid,
)
UNDISBURSED = Column(
    "undisbursed_usd",
    "Undisbursed",
    "Obligated less net outlays; for a loan, principal available less principal drawn.",
    Type.USD,
    "USD",
    unknown="an amount that it follows from is unknown",
    value=lambda line: line.figures.undisbursed,
)
OUTSTANDING = Column(
    "outstanding_usd",
    "Outstanding",
    "Loans: drawn plus capitalised interest, less repaid and written off. Equity: cost less cost of what was sold or "
    "written off. Guarantees: guaranteed and not repaid.",
    Type.USD,
    "USD",
    unknown="no payment is known",
    families=OWING,
    value=lambda line: line.figures.outstanding,
)
EXPOSURE = Column(
    "exposure_usd",
    "Exposure",
    "Outstanding plus undisbursed; for grants, contracts and purchases the undisbursed part; for guarantees the "
    "covered part. The one measure that adds up across instruments.",
    Type.USD,
    "USD",
    unknown="an amount that it follows from is unknown",
    value=lambda line: line.figures.exposure,
)
HEADROOM = Column(
    "headroom_usd",
    "Headroom",
    "Committed and not yet obligated.",
    Type.USD,
    "USD",
    unknown="an amount that it follows from is unknown",
    families=NOT_LENDING,
    value=lambda line: line.figures.headroom,
)
EXPOSURE_HIGH = Column(
    "exposure_high_usd", "Exposure at most",
    "The exposure where it is known, else the committed amount or face value of the award.", Type.USD, "USD",
    unknown="no amount is on record", value=lambda line: line.exposure_high,
)  # fmt: skip
FACE_VALUE = Column(
    "face_value_usd",
    "Face value",
    "What a loan lends or a guarantee covers in all. Never added to obligations, subsidy cost or grants.",
    Type.USD,
    "USD",
    unknown="not committed, or no amount is stated",
    families=LENDING,
    value=lambda line: line.face_value,
)
SUBSIDY_COST = Column(
    "subsidy_cost_usd",
    "Subsidy cost",
    "What the budget is charged for a loan or guarantee (FCRA). Never added to its face value.",
    Type.USD,
    "USD",
    unknown="unpublished",
    families=LENDING,
    value=lambda line: line.figures.subsidy_cost,
)
CEILING = Column(
    "ceiling_usd",
    "Ceiling",
    "The most that an indefinite-quantity contract may order. In no total of commitments.",
    Type.USD,
    "USD",
    unknown="no ceiling",
    is_optional=True,
    value=lambda line: line.ceiling,
)
