"""Who may see and write milestones' predecessors and verifications, alerts, tranches, jobs and schedules."""

from django.db import migrations

from portfolio.migrations._grants import APPS, granting, permissions

WRITTEN = (
    "predecessor milestoneverification acknowledgement tranche tranchecondition conditionevidence"
    " conditionverification tranchedecision waiver waiverdecision"
).split()
READ = [*WRITTEN, "healthchange", "watchedday", "job"]

RIGHTS = {
    "officer": permissions(["view"], READ) | permissions(["add"], WRITTEN) | {"change_tranche"},
    "auditor": permissions(["view"], [*READ, "digest", "periodictask"]),
    "administrator": permissions(["view"], [*READ, "digest", "periodictask"]) | {"change_job", "change_periodictask"},
}


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0005_tranches"),
        ("projects", "0003_production_records"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]

    operations = [
        migrations.RunPython(granting(RIGHTS, (*APPS, "django_celery_beat")), migrations.RunPython.noop)
    ]
