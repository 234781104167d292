"""Officers record what a project costs in all; auditors and administrators look at it."""

from django.db import migrations

from portfolio.migrations._grants import granting, permissions

RIGHTS = {
    "officer": permissions(["view", "add"], ["projectfunding"]),
    "auditor": permissions(["view"], ["projectfunding"]),
    "administrator": permissions(["view"], ["projectfunding"]),
}


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0014_proposed_files"), ("projects", "0008_project_funding")]

    operations = [migrations.RunPython(granting(RIGHTS), migrations.RunPython.noop)]
