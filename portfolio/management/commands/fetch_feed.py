"""manage.py fetch_feed NAME: run one feed now, as its job does; with --dry-run, only say what it would propose."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate, now

from portfolio.feeds import FEEDS
from portfolio.feeds.jobs import PREFIX, fetcher
from portfolio.feeds.run import run
from portfolio.feeds.stopped import FeedStopped
from record.models import Recording
from record.models.jobs import JobState
from record.services import jobs


class Command(BaseCommand):
    help = "Fetch one feed now. What is new is proposed; nothing is on record before a second officer approves."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which feed, and whether anything is kept."""
        parser.add_argument("name", choices=sorted(FEEDS))
        parser.add_argument("--dry-run", action="store_true", help="Ask and read, and keep nothing.")

    def handle(self, *args: Any, name: str, dry_run: bool, **options: Any) -> None:
        """Raises CommandError with one sentence when the feed is off, or could not be read."""
        if dry_run:
            moment = now()
            at = Recording.objects.as_of(localdate(moment), moment)
            try:
                told = run(FEEDS[name], fetcher(), at=at, now=moment, is_dry=True, say=lambda percent, status: None)
            except FeedStopped as error:
                raise CommandError(str(error)) from error
            self.stdout.write(f"{told} Nothing was kept.")
            return
        try:
            job = jobs.enqueue(f"{PREFIX}{name}", now=now(), again=True)
        except LookupError as error:
            raise CommandError(str(error)) from error
        jobs.run_one(job.pk, clock=now)
        job.refresh_from_db()
        if job.state == JobState.FAILED:
            raise CommandError(job.outcome)
        self.stdout.write(job.outcome or f"{job.get_state_display().capitalize()}; the worker has it.")
