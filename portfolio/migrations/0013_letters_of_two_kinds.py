"""A letter has a kind: the weekly ones that were sent stay what they are, daily ones stand beside them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0012_ledger_check_roles")]

    operations = [
        migrations.RemoveConstraint("digest", "reader_has_one_digest_a_week"),
        migrations.RenameField("digest", "week", "day"),
        migrations.AlterField(
            "digest",
            "day",
            models.DateField(help_text="The day that it is about; of a weekly letter the Monday of the week."),
        ),
        migrations.AlterField(
            "digest", "content_hash", models.CharField(help_text="SHA-256 of what it says.", max_length=64)
        ),
        migrations.AlterField(
            "digest",
            "was_sent",
            models.BooleanField(help_text="Off where nothing had changed, or where its worker died over it."),
        ),
        migrations.AddField(
            "digest",
            "kind",
            models.CharField(
                choices=[("week", "weekly letter of alerts and tranches"), ("day", "daily letter of proposals")],
                default="week",
                max_length=4,
            ),
        ),
        migrations.AlterModelOptions("digest", {"ordering": ["-day", "kind", "reader"]}),
        migrations.AddConstraint(
            "digest",
            models.UniqueConstraint(fields=["reader", "kind", "day"], name="reader_has_each_letter_once"),
        ),
    ]
