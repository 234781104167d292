"""Sign-in: officers land on their desk, auditors on the reports, others on the briefing; or on the page asked for."""

from django.contrib.auth.views import LoginView
from django.urls import reverse

from record.roles import AUDITOR, OFFICER, roles_of

LANDS_ON = ((OFFICER, "portfolio:desk"), (AUDITOR, "portfolio:reports"))
"""The first of the roles that a person has decides."""


class SignIn(LoginView):
    redirect_authenticated_user = True

    def get_success_url(self) -> str:
        asked = super().get_success_url()
        if asked != reverse("portfolio:overview"):
            return asked
        roles = roles_of(self.request.user)
        return next((reverse(page) for role, page in LANDS_ON if role in roles), asked)
