"""Signs of life of the background processes. Not facts: they are overwritten."""

from django.db import models


class Heartbeat(models.Model):
    """When a process was last seen to work."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%Y-%m-%d %H:%M:%S}"
