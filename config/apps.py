"""Django's admin, with the officers' site as its one site."""

from django.contrib.admin.apps import AdminConfig


class OfficersAdminConfig(AdminConfig):
    """The admin at /admin/: whoever enters it, and its start page, stand in `portfolio.admin.site`."""

    default_site = "portfolio.admin.site.OfficersSite"
