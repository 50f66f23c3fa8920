from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = _("Reporting")

    def ready(self) -> None:
        from mail import looks
        from reporting import decree_items, digest_letters, drafts, kinds, letters, reminding, request_letters, tables
        from reporting.forms.answer import read_out

        tables.register()
        drafts.register_reader(kinds.GENERAL, read_out)
        decree_items.register()
        letters.register()
        looks.register(digest_letters.PURPOSE, reminding.look)
        looks.register(request_letters.PURPOSE, request_letters.look)
