"""The four roles, and what each may do in the admin. Which programs an officer writes for is an Assignment."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

FACTS = (
    "agency program programterms deal investment terms investmentstatus investmentproject investmentevent transaction"
    " capitalization securityprice company ownership project milestone milestoneforecast capacityphase"
    " capacityestimate source claim claimchoice"
).split()
REFERENCE = (
    "agencyalias programalias mineral chain chainstage conversion baselinestatistic country countrystanding"
    " partneragreement rampupcurve rampuppoint stagerisk stageriskfinding"
).split()
HISTORY = "recording retraction labelchange citation".split()
RIGHTS = "assignment user group".split()


def permissions(verbs, models):
    return {f"{verb}_{model}" for verb in verbs for model in models}


ROLES = {
    "officer": permissions(["view"], [*FACTS, *REFERENCE, *HISTORY, "assignment"])
    | permissions(["add", "change"], FACTS),
    "manager": set(),
    "auditor": permissions(["view"], [*FACTS, *REFERENCE, *HISTORY, *RIGHTS]),
    "administrator": permissions(["view"], [*FACTS, *REFERENCE, *HISTORY])
    | permissions(["view", "add", "change", "delete"], ["assignment", "user"])
    | permissions(["view"], ["group"]),
}


def make_roles(apps, schema_editor):
    for label in ("auth", "projects", "portfolio"):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        granted = Permission.objects.filter(
            codename__in=codenames, content_type__app_label__in=["auth", "projects", "portfolio"]
        )
        missing = codenames - set(granted.values_list("codename", flat=True))
        if missing:
            raise LookupError(f"No permission is named {', '.join(sorted(missing))}.")
        group.permissions.set(granted)


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0001_initial"),
        ("projects", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
