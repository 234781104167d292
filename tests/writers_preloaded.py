"""What the server of the writing processes reads once; see `writers`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django  # noqa: E402

django.setup()

import portfolio.services.ledger  # noqa: E402, F401
