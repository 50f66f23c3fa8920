from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = _("Activity reports")

    def ready(self) -> None:
        from indicators import compared_tables, execution_letter, measures, reading, report_table, tables
        from indicators.asking import KIND
        from reporting import drafts, kinds, measures as measured_by, round_trip

        tables.register()
        compared_tables.register()
        post_migrate.connect(fill_lists, sender=self)
        kinds.register(
            kinds.Kind(
                KIND,
                _("form of indicators"),
                fill="indicators:report_form",
                show="indicators:report",
                record="indicators:report_record",
            )
        )
        drafts.register_reader(KIND, reading.read_out)
        round_trip.register(KIND, report_table.ROUND_TRIP)
        measured_by.register(measures.measures)
        execution_letter.register()


def fill_lists(**kwargs: Any) -> None:
    """After the migrations and not in one: a database that was emptied gets its forms again."""
    from indicators.first_forms import fill_forms

    fill_forms(kwargs["using"])
