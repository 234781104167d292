"""Who may see projection runs, and see and write what they ask for."""

from django.db import migrations

from portfolio.migrations._grants import granting, permissions

WRITTEN = ["phasestart", "projectionoverride"]
READ = [*WRITTEN, "projectionrun", "projectedphase", "projectedoutput"]

RIGHTS = {
    "officer": permissions(["view"], READ)
    | permissions(["add"], [*WRITTEN, "rampupcurve", "stagerisk", "productionrecord"]),
    "auditor": permissions(["view"], READ),
    "administrator": permissions(["view"], READ),
}


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0006_watch_and_tranche_roles"),
        ("projects", "0004_projections"),
    ]

    operations = [migrations.RunPython(granting(RIGHTS), migrations.RunPython.noop)]
