"""Columns of any kind of line."""

from portfolio.reports.base import Column, Type

NAME = Column("name", "Name", "What it is called.", is_prose=True, value=lambda line: line.name)
PROJECT = Column("project", "Project", "The site.", page="project", value=lambda line: line.project.slug)
COUNTRY = Column(
    "country",
    "Country",
    "ISO 3166 code.",
    page="partners",
    unknown="not stated",
    names="country",
    value=lambda line: line.country.code,
)
AWARDS = Column(
    "awards", "Awards", "How many awards it has, of any status.", Type.INTEGER, value=lambda line: len(line.awards)
)
COMMITTED_AWARDS = Column(
    "committed_awards",
    "Committed awards",
    "How many of its awards are committed or later.",
    Type.INTEGER,
    value=lambda line: sum(1 for award in line.awards if award.status and award.status.is_committed_money),
)
AMOUNT = Column(
    "amount_usd",
    "Amount",
    "The line's own amount: of a ledger entry, of a tranche, of what falls due.",
    Type.USD,
    "USD",
    value=lambda line: line.amount,
)
