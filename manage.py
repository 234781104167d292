#!/usr/bin/env python
"""Django's command line, with Lodebook's settings."""

import os
import sys


def main() -> None:
    """Run the command that was typed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError:
        sys.exit("Django is not installed for this Python. Type 'make setup', then '.venv/bin/python manage.py ...'.")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
