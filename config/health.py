"""Whether this site can do its work: database, migrations, guards, worker and beat."""

from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from projects.models.guards import missing
from projects.models.jobs import Heartbeat

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


def guards_in_place() -> bool:
    """Say whether every trigger that guards the record is there."""
    return not missing(connection)


def heartbeat_ages(*, now: datetime) -> dict[str, float | None]:
    """Return the seconds since worker and beat were last seen, None for one never seen."""
    seen = dict(Heartbeat.objects.values_list("name", "at"))
    return {name: (now - seen[name]).total_seconds() if name in seen else None for name in ("worker", "beat")}


@login_not_required
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 when pages can be served, else 503; `ok` also needs worker and beat seen within three minutes."""
    findings: dict[str, bool] = {"database": database_answers()}
    findings["migrations"] = findings["database"] and migrations_applied()
    findings["guards"] = findings["migrations"] and guards_in_place()
    serves = all(findings.values())
    ages = heartbeat_ages(now=timezone.now()) if findings["migrations"] else {"worker": None, "beat": None}
    alive = {name: age is not None and age < STALE_AFTER for name, age in ages.items()}
    answer = {
        "ok": serves and all(alive.values()),
        **findings,
        **alive,
        **{f"{name}_seen_seconds_ago": None if age is None else round(age) for name, age in ages.items()},
    }
    return JsonResponse(answer, status=200 if serves else 503)
