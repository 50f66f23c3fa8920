from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    name = "inspections"
    verbose_name = _("Inspections")

    def ready(self) -> None:
        post_migrate.connect(fill_lists, sender=self)


def fill_lists(**kwargs: Any) -> None:
    """After the migrations and not in one: a database that was emptied gets its lists again."""
    from inspections import lists

    lists.fill_lists(kwargs["using"])
