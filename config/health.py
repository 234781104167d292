"""Whether this site can do its work: database, migrations, triggers, queue, worker, beat, and a sound ledger."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from config import brokers
from portfolio.feeds.jobs import newest_runs
from portfolio.models import LedgerBlock, RecordCheckRun
from portfolio.positions.ledger_sums import standing
from record.models.triggers import missing
from record.services.heartbeats import last_seen

STALE_AFTER = 180  # seconds: three heartbeats missed


def database_answers() -> bool:
    """Say whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return True
    except DatabaseError:
        return False


def migrations_applied() -> bool:
    """Say whether no migration is waiting."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def triggers_in_place() -> bool:
    """Say whether every trigger that protects the record is there."""
    return not missing(connection)


def heartbeat_ages(*, now: datetime, host: str = "") -> dict[str, float | None]:
    """Return the seconds since a worker and a beat (of one host, when it is named) were last seen; None for never."""
    seen = last_seen(host=host)
    return {name: (now - seen[name]).total_seconds() if name in seen else None for name in ("worker", "beat")}


def record_stands(*, now: datetime) -> tuple[bool | None, float | None]:
    """Say whether the newest check found the ledger sound, and how many seconds ago; None and None before the first.

    It reads what was kept: a page that is asked every few seconds walks no ledger.
    """
    newest = RecordCheckRun.objects.newest()
    return (newest.is_clean, (now - newest.at).total_seconds()) if newest else (None, None)


def sums_stand() -> bool:
    """Say whether what was added up of the ledger ends with entries that are on it; what does not is not used."""
    blocks = list(LedgerBlock.objects.all())
    return len(standing(blocks)) == len(blocks)


def feeds_brought(*, now: datetime) -> dict[str, dict[str, object]]:
    """Return each feed that is on: how its newest run ended, and how many seconds ago; None before the first."""
    return {
        name: {
            "outcome": job.state if job else None,
            "ended_seconds_ago": round((now - job.finished_at).total_seconds()) if job and job.finished_at else None,
        }
        for name, job in newest_runs().items()
    }


@login_not_required
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 when pages can be served, else 503.

    `ok` also needs a queue that answers, worker and beat seen within three minutes, no problem in the newest check of
    the record, and sums in advance that belong to the ledger.
    """
    now = timezone.now()
    findings: dict[str, bool] = {"database": database_answers()}
    findings["migrations"] = findings["database"] and migrations_applied()
    findings["triggers"] = findings["migrations"] and triggers_in_place()
    serves = all(findings.values())
    ages = heartbeat_ages(now=now) if findings["migrations"] else {"worker": None, "beat": None}
    alive = {name: age is not None and age < STALE_AFTER for name, age in ages.items()}
    queue = brokers.answers(settings.CELERY_BROKER_URL)
    stands, checked = record_stands(now=now) if findings["migrations"] else (None, None)
    added_up = findings["migrations"] and sums_stand()
    answer = {
        "ok": serves and queue and all(alive.values()) and stands is not False and added_up,
        **findings,
        "queue": queue,
        **alive,
        "record": stands,
        "sums": added_up,
        **{f"{name}_seen_seconds_ago": None if age is None else round(age) for name, age in ages.items()},
        "record_checked_seconds_ago": None if checked is None else round(checked),
        "feeds": feeds_brought(now=now) if findings["migrations"] else {},
    }
    return JsonResponse(answer, status=200 if serves else 503)
