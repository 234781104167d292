"""Django's migrate, which a missing guard does not hold up: migrating is what puts the guards up again."""

from typing import Any

from django.core.management.commands import migrate

from record.models import guards


class Command(migrate.Command):
    def check(self, *args: Any, **kwargs: Any) -> None:
        """Ask all checks but that of the guards; they are put up at the end."""
        with guards.being_restored():
            super().check(*args, **kwargs)
