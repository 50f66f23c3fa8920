from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class MembershipConfig(AppConfig):
    name = "membership"
    verbose_name = _("Membership")

    def ready(self) -> None:
        from membership import books, kept, letters, measures, reading, report_table, tables
        from membership.models.years import KIND
        from reporting import drafts, kinds, measures as measured_by, round_trip
        from reporting.books import tell_further

        tell_further(books.restate)
        tables.register()
        letters.register()
        post_migrate.connect(fill_lists, sender=self)
        kinds.register(
            kinds.Kind(
                KIND,
                _("membership report"),
                fill="membership:report_form",
                show="membership:report",
                record="membership:report_record",
                refuse_change=kept.refuse_change,
            )
        )
        drafts.register_reader(KIND, reading.read_out)
        round_trip.register(KIND, report_table.ROUND_TRIP)
        measured_by.register(measures.measures)


def fill_lists(**kwargs: Any) -> None:
    """A new installation begins with the lists of the report; later on they belong to staff.

    After the migrations and not in one: a database that was emptied gets them again.
    """
    from membership.lists import FIRST_LISTS
    from membership.models import Classifier

    using = kwargs["using"]
    if Classifier.objects.using(using).exists():
        return
    Classifier.objects.using(using).bulk_create(
        Classifier(list=name, code=code, title_ru=ru, title_kk=kk, position=10 * place)
        for name, rows in FIRST_LISTS.items()
        for place, (code, ru, kk) in enumerate(rows, start=1)
    )
