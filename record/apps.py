"""The application as Django knows it."""

from typing import Any

from django import forms
from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

from record.services.wording import NEEDED

# What is left empty is asked for in the same words by every form, those of Django's own among them. A field takes its
# sentences when it is made, so they are set before any app makes one.
forms.Field.default_error_messages["required"] = NEEDED


class RecordConfig(AppConfig):
    """How a fact is kept."""

    name = "record"

    def ready(self) -> None:
        """Name the lists of the start page; after every migration restore the triggers, then the roles."""
        from record import start_page, tasks
        from record.models import Proposal, Source, triggers
        from record.services import access, approval_handlers, attachments, jobs, together

        start_page.add_group("Background work", "job periodictask", place=4)
        start_page.add_group("Reference", "source citation attachment", place=6)
        start_page.add_group("Approvals", "proposal decision assignee takeover dropped comment", place=7)
        start_page.add_group("History", "recording labelchange retraction claim claimchoice", place=8)
        start_page.add_group("Accounts", "account group rightschange access", place=10)
        approval_handlers.register(together.TogetherHandler())
        attachments.register(attachments.FilesOf(), Source)
        attachments.register(attachments.FilesOfProposals(), Proposal)
        jobs.connect_notifier(tasks.send)
        user_logged_in.connect(access.signed_in)
        pre_migrate.connect(triggers.make_way, sender=self)
        post_migrate.connect(after_migrate)


def after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """In a new database the roles come first: nobody's rights change there. Later a change of a role is traced."""
    from django.contrib.auth.models import Group

    from record import roles
    from record.models import grants, triggers

    if not roles.is_last(sender):
        return
    if not Group.objects.using(using).exists():
        roles.apply()
    triggers.raise_triggers(connections[using])
    roles.apply()
    if settings.SERVED_AS:
        grants.apply(connections[using], settings.SERVED_AS)
