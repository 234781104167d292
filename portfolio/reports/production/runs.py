"""The projection runs on record: when, with what, and the hashes by which each is known again."""

from operator import attrgetter

from portfolio.positions.failed_runs import PROJECTION
from portfolio.positions.filters import Filters
from portfolio.reports import columns as c
from portfolio.reports.base import Answer, Column, Definition, Type
from projects.models import ProjectionRun
from record.calculations.as_of import AsOf

from .projected import PHASES

COLUMNS = (
    Column("run", "Run", "Its number.", Type.INTEGER, is_unique=True, value=attrgetter("pk")),
    Column("as_of", "As of", "The day it is about.", Type.PARTIAL_DATE, value=attrgetter("effective_on")),
    c.RECORDING,
    Column("read_serial", "Knew up to", "The last recording that it read.", Type.INTEGER,
           value=attrgetter("read_serial")),
    Column("seed", "Seed", "Of all its draws.", Type.INTEGER, value=attrgetter("seed")),
    Column("draws", "Draws", "How often each phase was drawn.", Type.INTEGER, value=attrgetter("draws")),
    Column("first_year", "From", "First year answered.", Type.INTEGER,
           value=lambda line: line.parameters["first_year"]),
    Column("years", "Years", "How many.", Type.INTEGER, value=lambda line: line.parameters["years"]),
    PHASES,
    Column("drawn", "Drawn", "Of them, by facts only.", Type.INTEGER, value=attrgetter("drawn")),
    Column("drawn_estimated", "With estimates", "Of them, with estimates of size class A and B.", Type.INTEGER,
           value=attrgetter("drawn_estimated")),
    Column("drawn_roughly", "Roughly", "Of them besides, with estimates of size class C.", Type.INTEGER,
           value=attrgetter("drawn_roughly")),
    Column("inputs_hash", "Inputs", "SHA-256 of all that it was asked with.", value=attrgetter("inputs_hash")),
    Column("answer_hash", "Answer", "SHA-256 of all that it answered.", value=attrgetter("answer_hash")),
    Column("code_version", "Formulas", "SHA-256 of the formulas' own text.", value=attrgetter("code_version")),
)  # fmt: skip


def answer(at: AsOf, filters: Filters) -> Answer:
    return Answer(
        list(ProjectionRun.objects.at(at)),
        notes=("A run is on record only when all of it is. The same inputs and seed of a day are one run.",),
    )


DEFINITION = Definition(
    "capacity-runs",
    "Projection runs",
    "Which projections are on record?",
    COLUMNS,
    (),
    answer,
    runs=(PROJECTION,),
    version=2,
)
