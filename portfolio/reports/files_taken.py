"""Who took what: every file as it was answered, with its question, its recording, its rows, who and when."""

from operator import attrgetter

from portfolio.positions.filters import Filters
from record.calculations.as_of import AsOf
from record.models import Access
from record.models.access import AccessKind

from .base import Answer, Column, Definition, Type

ACCOUNT = Column("account", "Account", "The name with which somebody signs in.", value=attrgetter("by_name"))
COLUMNS = (
    Column("taken_at", "Taken", "When it was answered.", Type.MOMENT, value=attrgetter("moment")),
    ACCOUNT,
    Column(
        "file",
        "File",
        "The name under which it was answered.",
        is_optional=True,
        unknown="an answer of the API, which bears no name",
        value=lambda line: line.file or None,
    ),
    Column(
        "asked", "Asked", "The address that was asked, with what it asks.", is_prose=True, value=attrgetter("question")
    ),
    Column(
        "read_recording",
        "Recording read",
        "The last recording that the answer knew.",
        Type.INTEGER,
        is_optional=True,
        is_grouped=False,
        unknown="the file is of no recording: an attached one, a kept one",
        value=attrgetter("read_serial"),
    ),
    Column(
        "rows",
        "Rows",
        "How many rows were answered.",
        Type.INTEGER,
        is_optional=True,
        unknown="the file is no table",
        value=attrgetter("rows"),
    ),
    Column(
        "bytes", "Bytes", "How many bytes were answered.", Type.INTEGER, unknown="not counted", value=attrgetter("size")
    ),
    Column("whole", "Whole", "No where it broke off.", Type.BOOLEAN, value=attrgetter("is_whole")),
    Column(
        "after_recording",
        "After recording",
        "The newest recording then.",
        Type.INTEGER,
        is_grouped=False,
        value=attrgetter("after_serial"),
    ),
)
NOTE = (
    "What was taken since the newest recording is told from the next one on; one is made every night. No address of a"
    " machine is kept."
)


def answer(at: AsOf, filters: Filters) -> Answer:
    return Answer(list(Access.objects.known(at).filter(kind=AccessKind.FILE)), notes=(NOTE,))


DEFINITION = Definition(
    "files-taken", "Who took what", "Which files were taken, by whom, and what was asked?", COLUMNS, (), answer
)
