"""Accounts for a local trial: one for each role, and a second officer, since nobody approves the own proposal."""

from collections.abc import Mapping

from django.contrib.auth.models import Group
from django.db import transaction

from portfolio.models import Agency, Assignment
from record.models import Account

READS_ONLY_PAGES = {"manager"}  # every other role has business in the admin


@transaction.atomic
def make_trial_accounts(accounts: Mapping[str, str], *, password: str) -> list[str]:
    """Make the accounts (name: role) that are missing and return their names; existing ones keep their password.

    Officers are assigned to every agency on record. Raises Group.DoesNotExist when a role was not made by migration.
    """
    made = []
    for name, role in accounts.items():
        group = Group.objects.get(name=role)
        user, new = Account.objects.get_or_create(
            username=name, defaults={"is_staff": role not in READS_ONLY_PAGES, "is_active": True}
        )
        if new:
            user.set_password(password)
            user.save(update_fields=["password"])
            made.append(name)
        user.groups.add(group)
    officers = Account.objects.filter(username__in=[name for name, role in accounts.items() if role == "officer"])
    for officer in officers:
        assigned = set(officer.assignments.filter(program=None).values_list("agency_id", flat=True))
        Assignment.objects.bulk_create(
            Assignment(officer=officer, agency=agency) for agency in Agency.objects.exclude(pk__in=assigned)
        )
    return made
