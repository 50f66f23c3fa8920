from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    name = "organizations"
    verbose_name = _("Registry")

    def ready(self) -> None:
        from accounts import demonstration as sign_in_page
        from documents import registry
        from organizations import demonstration, personnel_table, tables

        sign_in_page.register(demonstration.people)
        registry.register("organizations", tables.build)
        registry.register("personnel", personnel_table.build)
