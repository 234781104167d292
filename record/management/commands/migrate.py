"""Django's migrate, which a missing trigger does not hold up: migrating is what puts the triggers up again."""

from typing import Any

from django.core.management.commands import migrate

from record.models import triggers


class Command(migrate.Command):
    def check(self, *args: Any, **kwargs: Any) -> None:
        """Ask all checks but that of the triggers; they are put up at the end."""
        with triggers.being_restored():
            super().check(*args, **kwargs)
