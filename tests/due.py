"""Running what is due in this process, as a worker would."""

from record.services import jobs


def run_due(*, clock: jobs.Clock, task_id: str = "") -> int:
    """Run all that is due, one after the other; how many ran."""
    count = 0
    while job := jobs.claim(now=clock(), task_id=task_id):
        jobs.run(job, clock=clock)
        count += 1
    return count
