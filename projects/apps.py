"""The application as Django knows it."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class ProjectsConfig(AppConfig):
    """What is being built, where, by whom, and how much it will yield."""

    name = "projects"

    def ready(self) -> None:
        """Put the database's guards up anew after every migration; make the jobs known, and how one is sent."""
        from projects import tasks
        from projects.models import guards
        from projects.services import jobs, projection_parts, watch

        pre_migrate.connect(guards.make_way, sender=self)
        post_migrate.connect(guards.restore_guards, sender=self)
        jobs.register(watch.KIND)
        jobs.register(projection_parts.KIND)
        jobs.connect_bell(tasks.send)
