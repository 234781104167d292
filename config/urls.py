"""Every address: the admin, sign-in, health, and the pages."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from config.health import health
from portfolio.views.sign_in import SignIn
from record.views import open_file

urlpatterns = [
    path("admin/", admin.site.urls),
    path("login/", SignIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("health/", health, name="health"),
    path("files/<int:pk>/", open_file, name="file"),
    path("", include("portfolio.urls")),
]
