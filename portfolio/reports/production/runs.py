"""The projection runs on record: when, with what, and the hashes by which each is known again."""

from portfolio.positions.filters import Filters
from portfolio.reports.base import Answer, Column, Definition, Type
from projects.models import ProjectionRun
from record.calculations.as_of import AsOf

COLUMNS = (
    Column("run", "Run", "Its number.", Type.INTEGER, is_unique=True),
    Column("as_of", "As of", "The day it is about.", Type.PARTIAL_DATE),
    Column("recording", "Recorded in", "Serial of the recording that keeps it.", Type.INTEGER, is_grouped=False),
    Column("read_serial", "Knew up to", "The last recording that it read.", Type.INTEGER),
    Column("seed", "Seed", "Of all its draws.", Type.INTEGER),
    Column("draws", "Draws", "How often each phase was drawn.", Type.INTEGER),
    Column("first_year", "From", "First year answered.", Type.INTEGER),
    Column("years", "Years", "How many.", Type.INTEGER),
    Column("phases", "Phases", "Read.", Type.INTEGER),
    Column("drawn", "Drawn", "Of them.", Type.INTEGER),
    Column("inputs_hash", "Inputs", "SHA-256 of all that it was asked with."),
    Column("answer_hash", "Answer", "SHA-256 of all that it answered."),
    Column("code_version", "Formulas", "SHA-256 of the formulas' own text."),
)


def answer(at: AsOf, filters: Filters) -> Answer:
    return Answer(
        [
            (
                run.pk,
                run.effective_on,
                run.recording_id,
                run.read_serial,
                run.seed,
                run.draws,
                run.parameters["first_year"],
                run.parameters["years"],
                run.phases,
                run.drawn,
                run.inputs_hash,
                run.answer_hash,
                run.code_version,
            )
            for run in ProjectionRun.objects.at(at)
        ],
        notes=("A run is on record only when all of it is. The same inputs and seed of a day are one run.",),
    )


DEFINITION = Definition("capacity-runs", "Projection runs", "Which projections are on record?", COLUMNS, (), answer)
