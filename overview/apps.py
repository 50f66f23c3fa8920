from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OverviewConfig(AppConfig):
    name = "overview"
    verbose_name = _("Homes and saved views")

    def ready(self) -> None:
        from overview import discipline_letter, letters, saved_views, tables
        from reporting.views import kept

        letters.register()
        discipline_letter.register()
        tables.register()
        kept.register(saved_views)
