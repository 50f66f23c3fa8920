from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "overview"

    def ready(self) -> None:
        from overview import letters, tables

        letters.register()
        tables.register()
