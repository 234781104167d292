"""Prints docs/roles.md from the tables of roles."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from record.roles import TABLES


class Command(BaseCommand):
    help = "Print what each role may do with each record, as docs/roles.md has it."

    def handle(self, **options: Any) -> None:
        self.stdout.write(page())


def page() -> str:
    """The page in Markdown: one table an application, one line a record."""
    parts = [
        "# Roles",
        "",
        "What each role may do in the admin. A manager reads the reports and does not enter the admin; no role deletes",
        "what is on record. Within these rights an officer writes only for the agencies and programs assigned.",
        "Printed by `manage.py print_roles`; the tables stand in `roles.py` of each app.",
    ]
    for app_label, table in TABLES.items():
        parts += ["", f"## {app_label}", "", "| record | officer | auditor | administrator |", "|---|---|---|---|"]
        for model, verbs in sorted(table.items()):
            name = str(apps.get_model(app_label, model)._meta.verbose_name)
            cells = [", ".join(of.split()) or "none" for of in verbs]
            parts.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(parts)
