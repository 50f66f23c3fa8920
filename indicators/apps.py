from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = _("Activity reports")

    def ready(self) -> None:
        post_migrate.connect(fill_lists, sender=self)


def fill_lists(**kwargs: Any) -> None:
    """After the migrations and not in one: a database that was emptied gets its forms again."""
    from indicators.first_forms import fill_forms

    fill_forms(kwargs["using"])
