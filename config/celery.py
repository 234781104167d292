"""The Celery application and what runs when."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("lodebook")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# In words; moments are UTC.
app.conf.beat_schedule = {
    "say every minute that worker and beat are alive": {
        "task": "projects.tasks.heartbeat",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
}
