from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = _("Training")

    def ready(self) -> None:
        from reporting import drafts, kinds, measures as measured_by
        from training import compared_tables, measures, reading, tables
        from training.models.asked import KIND

        tables.register()
        compared_tables.register()
        post_migrate.connect(fill_lists, sender=self)
        kinds.register(
            kinds.Kind(
                KIND,
                _("training report"),
                fill="training:report_form",
                show="training:report",
                record="training:report_record",
            )
        )
        drafts.register_reader(KIND, reading.read_out)
        measured_by.register(measures.measures)


def fill_lists(**kwargs: Any) -> None:
    """After the migrations and not in one: a database that was emptied gets its lists again."""
    from training import lists

    lists.fill_lists(kwargs["using"])
