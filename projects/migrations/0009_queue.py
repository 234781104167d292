"""Each process writes its own heartbeat, and a job says when its message left. Heartbeats are no facts: they begin anew."""

from django.db import migrations, models

RETIRED = "projects.tasks.heartbeat"


def drop_retired_schedule(apps, schema_editor):
    """The heartbeat is no longer a task, so nothing may send it."""
    apps.get_model("django_celery_beat", "PeriodicTask").objects.filter(task=RETIRED).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0008_project_funding"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]

    operations = [
        migrations.DeleteModel(name="Heartbeat"),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(help_text="web, worker or beat.", max_length=40)),
                ("host", models.CharField(blank=True, max_length=255)),
                ("start_id", models.CharField(blank=True, max_length=32)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("role", "host", "start_id"), name="heartbeat_is_kept_once_for_a_process"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="job",
            name="sent_at",
            field=models.DateTimeField(
                blank=True, help_text="When its message left. Empty while the queue has none.", null=True
            ),
        ),
        migrations.RunPython(drop_retired_schedule, migrations.RunPython.noop),
    ]
