"""A projection of many phases is drawn in parts, several at once; of every other kind of job one runs at a time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0006_curves_and_odds_are_possible"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProjectionPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_hash", models.CharField(help_text="SHA-256 of all that the run is asked with.", max_length=64)),
                ("number", models.PositiveIntegerField()),
                ("asked", models.JSONField(help_text="Day, seed, draws, parameters, version of the formulas.")),
                ("phases", models.JSONField(help_text="What is known of each phase, as text.")),
                ("answer", models.JSONField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="job",
            name="one_run_of_a_kind_at_a_time",
        ),
        migrations.AddField(
            model_name="job",
            name="is_one_of_many",
            field=models.BooleanField(default=False, help_text="Whether others of its kind may run beside it."),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_one_of_many", False), ("state", "running")),
                fields=("kind",),
                name="one_run_of_a_kind_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="projectionpart",
            constraint=models.UniqueConstraint(fields=("asked_hash", "number"), name="part_is_drawn_once"),
        ),
    ]
