"""Django's admin, with the officers' site as its one site."""

from importlib import import_module

from django.contrib.admin.apps import AdminConfig


class OfficersAdminConfig(AdminConfig):
    """The admin at /admin/: whoever enters it, and its start page, stand in `record.admin.site`."""

    default_site = "record.admin.site.OfficersSite"

    def ready(self) -> None:
        """Register every page; those of the site's own package only once the site itself stands."""
        super().ready()
        for package in ("record.admin", "portfolio.admin"):
            import_module(f"{package}.nouns")
