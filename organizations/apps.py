from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "organizations"

    def ready(self) -> None:
        from accounts import demonstration as sign_in_page
        from documents import registry
        from organizations import demonstration, tables

        sign_in_page.register(demonstration.people)
        registry.register("organizations", tables.build)
