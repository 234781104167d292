"""Who may what: each account with its roles and programs, when it signed in last, and what it wrote by one or two."""

from operator import attrgetter

from portfolio.positions.accounts import accounts_at
from portfolio.positions.filters import Filters
from record.calculations.as_of import AsOf

from .base import Answer, Column, Definition, Type
from .files_taken import ACCOUNT


def count(name: str, label: str, meaning: str) -> Column:
    return Column(name, label, meaning, Type.INTEGER, value=attrgetter(name))


COLUMNS = (
    ACCOUNT.of(attrgetter("name")),
    Column(
        "roles",
        "Roles",
        "What it may do: see docs/roles.md.",
        is_optional=True,
        unknown="no role: it may sign in, and sees nothing",
        value=lambda line: "; ".join(line.roles) or None,
    ),
    Column(
        "assigned_programs",
        "Programs",
        "For which it writes; the code of an agency where all of its money is meant.",
        is_optional=True,
        unknown="none is assigned",
        value=lambda line: "; ".join(line.programs) or None,
    ),
    Column("active", "Active", "Whether it may sign in.", Type.BOOLEAN, value=attrgetter("is_active")),
    Column(
        "signed_in_at",
        "Last sign-in",
        "When it signed in last.",
        Type.MOMENT,
        is_optional=True,
        unknown="it has not signed in",
        value=attrgetter("signed_in"),
    ),
    count("by_two", "Written by two", "Recordings that it proposed and a second person approved."),
    count(
        "by_one",
        "Written by one",
        "Recordings of its own that nobody else approved: single control, questions, labels.",
    ),
    count("proposed", "Proposals", "Recordings that brought its proposals."),
    count("decided", "Decisions", "Proposals that it approved or returned."),
    count("files", "Files taken", "Files that it took: see Who took what."),
)
NOTE = (
    "Rights and sign-ins since the newest recording are told from the next one on. By two and by one count recordings,"
    " not facts: a file of a thousand rows is one."
)


def answer(at: AsOf, filters: Filters) -> Answer:
    return Answer(accounts_at(at), notes=(NOTE,))


DEFINITION = Definition(
    "who-may-what", "Who may what", "Who may write what, and what did each write, alone or by two?", COLUMNS, (), answer
)
