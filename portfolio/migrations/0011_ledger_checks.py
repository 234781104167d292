"""What each walk of the whole ledger found."""

from django.db import migrations, models

from record.calculations.hash_chain import GENESIS


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0010_rights_roles")]

    operations = [
        migrations.CreateModel(
            name="LedgerCheckRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(help_text="The day of the job, in New York.")),
                ("at", models.DateTimeField(verbose_name="begun at")),
                ("recordings", models.BigIntegerField(help_text="How many it read.")),
                ("entries", models.BigIntegerField(help_text="How many it read.")),
                (
                    "head_number",
                    models.BigIntegerField(help_text="The number of the last entry; 0 in an empty ledger."),
                ),
                (
                    "head",
                    models.CharField(default=GENESIS, help_text="The last entry's hash.", max_length=64),
                ),
                ("problems", models.BigIntegerField(help_text="How many things are off.")),
                ("first_problems", models.JSONField(default=list, help_text="The first of them, in words.")),
            ],
            options={
                "verbose_name": "ledger check",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(recordings__gte=0, entries__gte=0, head_number__gte=0, problems__gte=0),
                        name="ledger_check_counts_from_zero",
                    )
                ],
            },
        ),
    ]
