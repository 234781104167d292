"""Officers import what agencies say of each obligation; auditors and administrators look at it."""

from django.db import migrations

from portfolio.migrations._grants import granting, permissions

RIGHTS = {
    "officer": permissions(["view", "add"], ["agencyentry"]),
    "auditor": permissions(["view"], ["agencyentry"]),
    "administrator": permissions(["view"], ["agencyentry"]),
}


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0016_agency_entries")]

    operations = [migrations.RunPython(granting(RIGHTS), migrations.RunPython.noop)]
