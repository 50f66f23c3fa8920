from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = _("Training")

    def ready(self) -> None:
        from organizations.querysets import known_by
        from reporting import drafts, kinds, measures as measured_by, round_trip
        from training import (
            compared_tables,
            event_tables,
            execution_letter,
            letters,
            measures,
            plan_tables,
            reading,
            report_table,
            tables,
        )
        from training.models import Responsible
        from training.models.asked import KIND

        tables.register()
        compared_tables.register()
        event_tables.register()
        plan_tables.register()
        letters.register()
        execution_letter.register()
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
        round_trip.register(KIND, report_table.ROUND_TRIP)
        measured_by.register(measures.measures)
        known_by(Responsible)


def fill_lists(**kwargs: Any) -> None:
    """After the migrations and not in one: a database that was emptied gets its lists again."""
    from training import lists

    lists.fill_lists(kwargs["using"])
