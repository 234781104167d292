"""Sign-in: officers land on their desk, everybody else on the overview; whoever asked for a page lands there."""

from django.contrib.auth.views import LoginView
from django.urls import reverse

from record.roles import OFFICER, roles_of


class SignIn(LoginView):
    redirect_authenticated_user = True

    def get_success_url(self) -> str:
        asked = super().get_success_url()
        is_home = asked == reverse("portfolio:overview")
        return reverse("portfolio:desk") if is_home and OFFICER in roles_of(self.request.user) else asked
