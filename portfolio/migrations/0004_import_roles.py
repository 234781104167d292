"""Who may see and send imports, and the facts that came with them."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

FACTS = ["productionrecord", "commodityprice", "exchangerate", "agencyaward", "match", "importmapping"]
WRITTEN = [*FACTS, "import"]

GRANTS = {
    "officer": [(verb, model) for verb in ("view", "add", "change") for model in WRITTEN],
    "auditor": [("view", model) for model in WRITTEN],
    "administrator": [("view", model) for model in WRITTEN],
}


def grant(apps, schema_editor):
    for label in ("projects", "portfolio"):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, pairs in GRANTS.items():
        group = Group.objects.get(name=name)
        for verb, model in pairs:
            group.permissions.add(
                Permission.objects.get(
                    codename=f"{verb}_{model}", content_type__app_label__in=["projects", "portfolio"]
                )
            )


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0003_imports"), ("projects", "0003_production_records")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
