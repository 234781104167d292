"""What the worker runs for the portfolio."""

from celery import shared_task

from portfolio.notifications import digest, waiting
from portfolio.services import ledger_check_runs
from record.tasks import start_job


@shared_task
def send_digest() -> None:
    """Send this week's letters, those not sent yet."""
    start_job(digest.KIND.name)


@shared_task
def send_waiting() -> None:
    """Tell officers today of the proposals that wait for them, those not told yet."""
    start_job(waiting.KIND.name)


@shared_task
def check_ledger() -> None:
    """Walk the whole ledger and keep what is off."""
    start_job(ledger_check_runs.KIND.name)
