"""What a ramp-up curve and the odds of a stage can be, said by the database as well; and what their columns mean."""

from django.db import migrations, models

import projects.models.fields


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0005_rights_traced"),
    ]

    operations = [
        migrations.AlterField(
            model_name="rampupcurve",
            name="asymptote_percent",
            field=projects.models.fields.ExactField(places=4, verbose_name="L, percent of nameplate that it tends to"),
        ),
        migrations.AlterField(
            model_name="rampupcurve",
            name="fit_rmse_points",
            field=projects.models.fields.ExactField(
                blank=True, null=True, places=4, verbose_name="error of the fit, points"
            ),
        ),
        migrations.AlterField(
            model_name="rampupcurve",
            name="series",
            field=models.CharField(max_length=40, verbose_name="curve"),
        ),
        migrations.AlterField(
            model_name="rampupcurve",
            name="shape",
            field=projects.models.fields.ExactField(places=4, verbose_name="k, the bend"),
        ),
        migrations.AlterField(
            model_name="rampupcurve",
            name="tau_months",
            field=projects.models.fields.ExactField(places=4, verbose_name="tau, months"),
        ),
        migrations.AlterField(
            model_name="stagerisk",
            name="slip_median_months",
            field=projects.models.fields.ExactField(
                blank=True, null=True, places=4, verbose_name="median slip, months"
            ),
        ),
        migrations.AlterField(
            model_name="stagerisk",
            name="slip_p90_months",
            field=projects.models.fields.ExactField(
                blank=True, null=True, places=4, verbose_name="nine slips in ten stay within, months"
            ),
        ),
        migrations.AlterField(
            model_name="stagerisk",
            name="slip_sigma",
            field=projects.models.fields.ExactField(blank=True, null=True, places=6, verbose_name="sigma of the slip"),
        ),
        migrations.AlterField(
            model_name="stagerisk",
            name="source_text",
            field=models.TextField(blank=True, verbose_name="what it rests on"),
        ),
        migrations.AlterField(
            model_name="stagerisk",
            name="success_share",
            field=projects.models.fields.ExactField(
                blank=True, null=True, places=6, verbose_name="share that succeeds"
            ),
        ),
        migrations.AlterField(
            model_name="stagerisk",
            name="success_share_high",
            field=projects.models.fields.ExactField(
                blank=True, null=True, places=6, verbose_name="high end of that share"
            ),
        ),
        migrations.AlterField(
            model_name="stagerisk",
            name="success_share_low",
            field=projects.models.fields.ExactField(
                blank=True, null=True, places=6, verbose_name="low end of that share"
            ),
        ),
        migrations.AddConstraint(
            model_name="rampupcurve",
            constraint=models.CheckConstraint(
                condition=models.Q(("asymptote_percent__gt", 0), ("shape__gt", 0), ("tau_months__gt", 0)),
                name="curve_climbs",
            ),
        ),
        migrations.AddConstraint(
            model_name="rampupcurve",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("mixture_share__isnull", True),
                    models.Q(("mixture_share__gte", 0), ("mixture_share__lte", 1)),
                    _connector="OR",
                ),
                name="share_of_a_curve_is_a_fraction",
            ),
        ),
        migrations.AddConstraint(
            model_name="stagerisk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("success_share__isnull", True),
                    models.Q(("success_share__gte", 0), ("success_share__lte", 1)),
                    _connector="OR",
                ),
                name="odds_are_a_fraction",
            ),
        ),
        migrations.AddConstraint(
            model_name="stagerisk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("slip_median_months__isnull", True), ("slip_median_months__gte", 0), _connector="OR"),
                    models.Q(("slip_sigma__isnull", True), ("slip_sigma__gte", 0), _connector="OR"),
                ),
                name="slip_of_a_stage_is_not_negative",
            ),
        ),
    ]
