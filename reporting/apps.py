from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"

    def ready(self) -> None:
        from reporting import decree_items, drafts, kinds, tables
        from reporting.forms.answer import read_out

        tables.register()
        drafts.register_reader(kinds.GENERAL, read_out)
        decree_items.register()
