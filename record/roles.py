"""Roles: who may do what with which table. Each app keeps its own table in `roles.py`; this joins and applies them.

A table has one line a record: what an officer, an auditor and an administrator may do with it. A manager reads the
reports and has no business in the admin. docs/roles.md is printed from these tables (`manage.py print_roles`).
"""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission

OFFICER, MANAGER, AUDITOR, ADMINISTRATOR = "officer", "manager", "auditor", "administrator"
ROLES = (OFFICER, MANAGER, AUDITOR, ADMINISTRATOR)

Line = tuple[str, str, str]
"""The verbs of an officer, an auditor and an administrator: view, add, change, delete, with spaces between."""

READ: Line = ("view", "view", "view")

TABLES: dict[str, dict[str, Line]] = {
    "record": {
        # record          officer            auditor  administrator
        "access":        ("",                "view",  "view"),
        "account":       ("",                "view",  "view add change delete"),
        "assignee":      READ,
        "attachment":    ("view add",        "view",  "view"),
        "citation":      READ,
        "claim":         ("view add change", "view",  "view"),
        "claimchoice":   ("view add change", "view",  "view"),
        "comment":       ("view add",        "view",  "view"),
        "decision":      ("view add",        "view",  "view"),
        "dropped":       READ,
        "job":           ("view",            "view",  "view change"),
        "labelchange":   READ,
        "proposal":      ("view add",        "view",  "view"),
        "proposalversion": ("view",          "view",  "view"),
        "recording":     READ,
        "retraction":    READ,
        "rightschange":  ("",                "view",  "view"),
        "source":        ("view add change", "view",  "view"),
        "takeover":      READ,
        "withdrawal":    READ,
    },
    "auth":               {"group":        ("", "view", "view")},
    "django_celery_beat": {"periodictask": ("", "view", "view change")},
}  # fmt: skip
"""Application → its table."""


def register(app_label: str, table: Mapping[str, Line]) -> None:
    """Add the table of an app."""
    TABLES[app_label] = dict(table)


def granted() -> dict[str, set[tuple[str, str]]]:
    """Role → (application, codename) of each permission that it has by the tables."""
    found: dict[str, set[tuple[str, str]]] = {role: set() for role in ROLES}
    for app_label, table in TABLES.items():
        for model, line in table.items():
            for role, verbs in zip((OFFICER, AUDITOR, ADMINISTRATOR), line, strict=True):
                found[role] |= {(app_label, f"{verb}_{model}") for verb in verbs.split()}
    return found


def apply() -> None:
    """Give each role what the tables say, writing only what differs. Raises LookupError for a permission nobody has."""
    permissions = {
        (one.content_type.app_label, one.codename): one.pk for one in Permission.objects.select_related("content_type")
    }
    for role, wanted in granted().items():
        if missing := wanted - permissions.keys():
            names = ", ".join(sorted(f"{app}.{codename}" for app, codename in missing))
            raise LookupError(f"No table has the permission {names}. Correct the line in roles.py.")
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set([permissions[one] for one in sorted(wanted)])


def is_last(sender: Any) -> bool:
    """True for the app whose migrations are announced last; all permissions exist then."""
    return sender is [config for config in apps.get_app_configs() if config.models_module][-1]


def roles_of(user: Any) -> set[str]:
    """The names of the roles that a user has; read once for each request."""
    if not user.is_active or not user.is_authenticated:
        return set()
    if not hasattr(user, "_roles"):
        user._roles = set(user.groups.values_list("name", flat=True))
    return user._roles


def may_write(user: Any) -> bool:
    """True for an officer alone; being a superuser makes nobody one."""
    return OFFICER in roles_of(user)
