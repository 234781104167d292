"""Who may see proposals and what became of them; they are written by their service alone."""

from django.db import migrations

from portfolio.migrations._grants import granting, permissions

READ = ["proposal", "decision"]

RIGHTS = {
    "officer": permissions(["view", "add"], READ),
    "auditor": permissions(["view"], READ),
    "administrator": permissions(["view"], READ),
}


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0008_proposals")]

    operations = [migrations.RunPython(granting(RIGHTS), migrations.RunPython.noop)]
