"""Questions of which each row is an award: its number, authority, sources, subsidy cost, and evidence of payments."""

from collections import defaultdict

from portfolio.positions.authorities import AuthorityAt
from portfolio.positions.authority_on_day import authority_on, days_of_awards
from portfolio.positions.investments import NOT_STATED
from portfolio.positions.tranche_state import tranche_statuses
from projects.models import Milestone, MilestoneVerification

from .base import Book, Finding, Row


def award_numbers(book: Book) -> list[Row]:
    return [
        Row(
            award=line,
            finding=Finding.SETTLED if line.investment.award_number else Finding.OPEN,
            why=line.investment.award_number or "no FAIN, PIID or URI is on record",
            sources=line.sources,
        )
        for line in book.awards
    ]


def authorities(book: Book) -> list[Row]:
    """By the program's own authorities; one that bears the code of its agency is the agency's own."""
    of_program: dict[str, list[AuthorityAt]] = defaultdict(list)
    for one in book.authorities:
        if one.program:
            of_program[one.program.code].append(one)
    days = days_of_awards(book.at)
    found = []
    for line in book.awards:
        day = days.get(line.investment.pk)
        if line.program_code == NOT_STATED:
            found.append(Row(award=line, finding=Finding.UNKNOWN, why="the record names no program", day=day))
            continue
        said = authority_on(day, of_program[line.program_code])
        finding = {True: Finding.SETTLED, False: Finding.OPEN, None: Finding.UNKNOWN}[said.established]
        found.append(Row(award=line, finding=finding, why=said.why, day=day, sources=said.sources))
    return found


def sources(book: Book, *, lending: bool) -> list[Row]:
    """Whether each source of the terms was opened itself, of loans and guarantees or of all others."""
    found = []
    for line in book.awards:
        if line.instrument.family.is_lending is not lending:
            continue
        finding, why = Finding.SETTLED, "each source of its terms was opened"
        if not line.sources:
            finding, why = Finding.UNKNOWN, "no source of its terms is cited"
        elif line.is_secondary:
            finding, why = Finding.OPEN, "a source of its terms was read in a secondary text"
        found.append(Row(award=line, finding=finding, why=why, usd=line.figures.committed, sources=line.sources))
    return found


def grants_and_equity(book: Book) -> list[Row]:
    return sources(book, lending=False)


def loans(book: Book) -> list[Row]:
    return sources(book, lending=True)


def subsidy_costs(book: Book) -> list[Row]:
    return [
        Row(
            award=line,
            finding=Finding.OPEN if line.figures.subsidy_cost is None else Finding.SETTLED,
            why="no subsidy cost is on record"
            if line.figures.subsidy_cost is None
            else f"subsidy cost of {line.figures.subsidy_cost:,.2f} USD",
            usd=line.figures.committed,
            sources=line.sources,
        )
        for line in book.awards
        if line.instrument.family.is_lending
    ]


def payments(book: Book) -> list[Row]:
    """Awards that were paid: settled where a milestone of a site, or all conditions of a tranche, are verified."""
    seen = set(MilestoneVerification.objects.at(book.at).values_list("statement__milestone_id", flat=True))
    sites = {one.project_id for pk, one in Milestone.objects.at(book.at).items() if pk in seen}
    verified = {
        one.tranche.investment_id
        for one in tranche_statuses(book.at)
        if one.conditions and all(condition.verification for condition in one.conditions)
    }
    found = []
    for line in book.awards:
        if not line.figures.disbursed:
            continue
        finding, why = Finding.OPEN, "paid, and no milestone or condition of it is verified by a second person"
        if line.investment.pk in verified:
            finding, why = Finding.SETTLED, "the conditions of a tranche are verified"
        elif named := [site.slug for site in line.projects if site.pk in sites]:
            finding, why = Finding.SETTLED, f"a milestone is verified at {', '.join(named)}"
        found.append(Row(award=line, finding=finding, why=why, usd=line.figures.disbursed, sources=line.sources))
    return found
