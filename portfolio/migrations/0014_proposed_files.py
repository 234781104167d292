"""A file may wait as one proposal; it keeps what its rows add up to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0013_letters_of_two_kinds")]

    operations = [
        migrations.AddField(
            model_name="import",
            name="effect",
            field=models.JSONField(blank=True, default=dict, help_text="What its rows add up to."),
        ),
        migrations.AlterField(
            model_name="import",
            name="state",
            field=models.CharField(
                choices=[
                    ("sent", "waits to be read"),
                    ("shown", "every row's fate is shown"),
                    ("confirmed", "confirmed, waits for the worker"),
                    ("proposed", "waits for a second officer"),
                    ("returned", "returned by a second officer; nothing was written"),
                    ("withdrawn", "withdrawn; nothing was written"),
                    ("lapsed", "lapsed: its base moved; nothing was written"),
                    ("written", "on record"),
                    ("unchanged", "nothing new in it"),
                    ("refused", "refused; nothing was written"),
                    ("undone", "undone"),
                ],
                default="sent",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="proposal",
            name="kind",
            field=models.CharField(
                choices=[
                    ("entry", "ledger entry"),
                    ("reversal", "reversal of an entry"),
                    ("terms", "terms version"),
                    ("status", "status"),
                    ("completion", "milestone completion"),
                    ("tranche", "release or lapse of a tranche"),
                    ("retraction", "retraction"),
                    ("deal", "new deal"),
                    ("import", "import of a file"),
                    ("undo", "undo of an import"),
                ],
                max_length=12,
            ),
        ),
    ]
