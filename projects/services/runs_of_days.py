"""Which run answers for a day as known then: kept when it is drawn, so that a question has one answer for ever."""

from django.db import transaction

from projects.models import PROJECTION, ProjectionRun, RunOfDay
from projects.models.projectable import run_of
from record.calculations.as_of import AsOf
from record.models import Channel, Recording
from record.services import recordings


def answer_for(at: AsOf, run: ProjectionRun) -> None:
    """Let a run on record answer for `at` as well: nothing that it rests on has changed. The first one stays."""
    if run_of(at) is not None:
        return
    with transaction.atomic():
        recordings.take_write_lock()
        if run_of(at) is not None:
            return
        why = f"the run of {run.effective_on}, recording {run.read_serial} read, answers for recording {at.serial} too"
        with recordings.open_recording(by_name=PROJECTION, why=why, channel=Channel.JOB) as recording:
            note(at, run, recording)


def note(at: AsOf, run: ProjectionRun, recording: Recording) -> None:
    """Keep that `run` answers for `at`, unless another one does; under the lock of an open recording."""
    if run_of(at) is None:
        recordings.save(
            RunOfDay(day=at.as_of, read_serial=at.serial, run=run, recording=recording), recording=recording
        )
