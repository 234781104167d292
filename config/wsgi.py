"""What gunicorn serves. Each of its processes writes its own heartbeat."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from config import heartbeats  # noqa: E402 it needs the apps

heartbeats.begin("web")
