"""The wiring: databases taught Kazakh order, system checks, the administrators' site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.backends.signals import connection_created


class UnionreportsConfig(AppConfig):
    name = "unionreports"

    def ready(self) -> None:
        from unionreports import checks, sqlite

        checks.register()
        connection_created.connect(sqlite.teach, dispatch_uid="unionreports.sqlite.teach")


class UnionAdminConfig(AdminConfig):
    default_site = "unionreports.admin_site.UnionAdminSite"
