"""The accounts of a local trial."""

import pytest

from config.accounts import TRIAL_ACCOUNTS
from portfolio.models import Agency
from portfolio.services.trial_accounts import make_trial_accounts
from record.models import Account
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_each_account_has_its_role_and_may_sign_in(cast: Cast):
    names = {f"trial-{name}": role for name, role in TRIAL_ACCOUNTS.items()}
    assert make_trial_accounts(names, password="a trial") == list(names)
    for name, role in names.items():
        user = Account.objects.get(username=name)
        assert [group.name for group in user.groups.all()] == [role]
        assert user.check_password("a trial")
        assert not user.is_superuser


def test_officers_are_assigned_to_every_agency(cast: Cast):
    make_trial_accounts({"trial-officer": "officer"}, password="a trial")
    officer = Account.objects.get(username="trial-officer")
    assert officer.assignments.count() == Agency.objects.count() > 0


def test_made_twice_they_keep_their_password(cast: Cast):
    make_trial_accounts({"trial-officer": "officer"}, password="a trial")
    assert make_trial_accounts({"trial-officer": "officer"}, password="another") == []
    assert Account.objects.get(username="trial-officer").check_password("a trial")
