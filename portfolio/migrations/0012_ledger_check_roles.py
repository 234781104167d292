"""Who may see what the walks of the ledger found; they are written by their job alone."""

from django.db import migrations

from portfolio.migrations._grants import granting, permissions

RIGHTS = {role: permissions(["view"], ["ledgercheckrun"]) for role in ("officer", "auditor", "administrator")}


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0011_ledger_checks")]

    operations = [migrations.RunPython(granting(RIGHTS), migrations.RunPython.noop)]
