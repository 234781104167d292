"""Somebody who reads by the API."""

import pytest
from django.test import Client


@pytest.fixture
def reader(client, cast, auditor) -> Client:
    client.force_login(auditor)
    return client
