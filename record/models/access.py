"""Who signed in, and who took which file: what a reader does that writes no fact."""

from django.db import models

from record.calculations.as_of import AsOf


class AccessKind(models.TextChoices):
    SIGN_IN = "sign_in", "signed in"
    FILE = "file", "took a file"


class AccessQuerySet(models.QuerySet["Access"]):
    def known(self, at: AsOf) -> "AccessQuerySet":
        """Those before the recording that `at` reads up to, in their order.

        What came after the newest recording is told from the next one on: until then it may not be all of it.
        """
        return self.filter(after_serial__lt=at.serial).order_by("pk")


class Access(models.Model):
    """One sign-in, or one file as it was answered. The account is named as it was called then; no address of a machine
    is kept. It is no part of a recording: who reads waits for no writer.
    """

    is_append_only = True

    moment = models.DateTimeField()
    after_serial = models.BigIntegerField("after recording", help_text="The newest recording then.")
    account = models.BigIntegerField("number of the account")
    by_name = models.CharField("account", max_length=150)
    kind = models.CharField(max_length=10, choices=AccessKind)
    question = models.TextField("asked", blank=True, help_text="The address, with what it asks.")
    file = models.CharField(max_length=300, blank=True, help_text="The name under which it was answered.")
    read_serial = models.BigIntegerField("recording read", null=True, blank=True)
    rows = models.PositiveBigIntegerField(null=True, blank=True, help_text="Empty: the file is no table.")
    size = models.PositiveBigIntegerField("bytes", null=True, blank=True)
    is_whole = models.BooleanField("whole", default=True, help_text="No: it broke off, or was broken off.")

    objects = AccessQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "access"
        verbose_name_plural = "accesses"
        indexes = [models.Index(fields=["after_serial"], name="access_after_recording")]

    def __str__(self) -> str:
        return f"{self.by_name} {self.get_kind_display()} {self.file}".strip()
