from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    name = "inspections"
    verbose_name = _("Inspections")

    def ready(self) -> None:
        from inspections import asked, letters, tables
        from inspections.models.recommendation import KIND
        from reporting import drafts, kinds
        from reporting.forms.answer import read_out

        tables.register()
        letters.register()
        post_migrate.connect(fill_lists, sender=self)
        kinds.register(
            kinds.Kind(
                KIND,
                _("recommendation of an inspection"),
                fill="reporting:answer",
                about=asked.about,
                named=asked.named,
                own_due_day=True,
            )
        )
        drafts.register_reader(KIND, read_out)


def fill_lists(**kwargs: Any) -> None:
    """After the migrations and not in one: a database that was emptied gets its lists again."""
    from inspections import lists

    lists.fill_lists(kwargs["using"])
