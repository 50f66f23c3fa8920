from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"

    def ready(self) -> None:
        from reporting import drafts, kinds
        from reporting.forms.answer import read_out

        drafts.register_reader(kinds.GENERAL, read_out)
