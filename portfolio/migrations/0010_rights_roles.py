"""Who may look at the changes of accounts, roles and assignments; the database alone writes them."""

from django.db import migrations

from portfolio.migrations._grants import granting, permissions

RIGHTS = {role: permissions(["view"], ["rightschange"]) for role in ("auditor", "administrator")}


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0009_proposal_roles"), ("projects", "0005_rights_traced")]

    operations = [migrations.RunPython(granting(RIGHTS), migrations.RunPython.noop)]
