"""What a migration says of rights: role → the codenames that it may use from now on."""

from django.contrib.auth.management import create_permissions

APPS = ("projects", "portfolio")


def granting(rights, apps_named=APPS):
    """The step of a migration that grants `rights`. Raises LookupError for a codename that no table has."""

    def grant(apps, schema_editor):
        for label in apps_named:
            config = apps.get_app_config(label)
            config.models_module = True
            create_permissions(config, apps=apps, verbosity=0)
            config.models_module = None
        Permission = apps.get_model("auth", "Permission")
        for name, codenames in rights.items():
            granted = Permission.objects.filter(codename__in=codenames, content_type__app_label__in=apps_named)
            missing = set(codenames) - set(granted.values_list("codename", flat=True))
            if missing:
                raise LookupError(f"No permission is named {', '.join(sorted(missing))}.")
            group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
            group.permissions.add(*granted)

    return grant


def permissions(verbs, models):
    return {f"{verb}_{model}" for verb in verbs for model in models}
