from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Campaigns")

    def ready(self) -> None:
        from campaigns import schedule_form, tables
        from reporting import drafts, kinds

        tables.register()
        kinds.register(
            kinds.Kind(
                "schedule",
                _("schedule of conferences"),
                fill="campaigns:schedule_form",
                show="campaigns:submitted_schedule",
            )
        )
        drafts.register_reader("schedule", schedule_form.read_out)
