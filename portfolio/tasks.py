"""What the worker runs for the portfolio."""

from celery import shared_task
from django.utils import timezone

from portfolio.feeds import jobs as feeds
from portfolio.notifications import digest, heads, waiting
from portfolio.services import lapses, ledger_blocks, record_check_runs, valuations
from record.tasks import start_job

EXPIRE_FILES = "expire-files"


@shared_task
def send_digest() -> None:
    """Send this week's letters, those not sent yet."""
    start_job(digest.KIND.name)


@shared_task
def send_waiting() -> None:
    """Tell officers today of the proposals that wait for them, those not told yet."""
    start_job(waiting.KIND.name)


@shared_task
def check_record() -> None:
    """Walk the whole record and keep what is off."""
    start_job(record_check_runs.KIND.name)


@shared_task
def add_up_ledger() -> None:
    """Add up the entries that came since, once there are enough of them."""
    ledger_blocks.ask_when_due(timezone.now())


@shared_task
def check_sums() -> None:
    """Compare what was added up with its entries."""
    start_job(ledger_blocks.KIND.name)


@shared_task
def expire_files() -> None:
    """Delete the workbooks whose week is over."""
    start_job(EXPIRE_FILES)


@shared_task
def send_heads() -> None:
    """Take the newest heads out of the database: to a file, and to the auditors by letter."""
    start_job(heads.KIND.name)


@shared_task
def value_holdings() -> None:
    """Store what each holding is worth at the end of the newest day."""
    start_job(valuations.KIND.name)


@shared_task
def propose_lapses() -> None:
    """Propose the lapse of the rights that expired."""
    start_job(lapses.KIND.name)


@shared_task
def fetch_usaspending() -> None:
    """Ask USAspending about the awards on record, and for new ones."""
    start_feeds("usaspending")


@shared_task
def fetch_edgar() -> None:
    """Ask EDGAR for shares outstanding and new filings."""
    start_feeds("edgar")


@shared_task
def fetch_closes() -> None:
    """Ask for the closes of what is held."""
    start_feeds("closes")


@shared_task
def fetch_statistics() -> None:
    """Ask for the data release of the USGS."""
    start_feeds("statistics")


def start_feeds(schedule: str) -> None:
    """Ask for today's runs of the feeds that are on; those that ran today stay done."""
    for kind in feeds.kinds_of(schedule):
        start_job(kind)
