from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Campaigns")

    def ready(self) -> None:
        from campaigns import (
            congress_tables,
            letters,
            packet_form,
            packet_tables,
            packets,
            preparation_tables,
            primary_tables,
            results_draft,
            results_tables,
            schedule_draft,
            schedule_table,
            tables,
        )
        from reporting import drafts, kinds, round_trip, tasks

        letters.register()
        tables.register()
        congress_tables.register()
        packet_tables.register()
        preparation_tables.register()
        primary_tables.register()
        results_tables.register()
        kinds.register(
            kinds.Kind(
                "schedule",
                _("schedule of conferences"),
                fill="campaigns:schedule_form",
                show="campaigns:submitted_schedule",
            )
        )
        drafts.register_reader("schedule", schedule_draft.read_out)
        drafts.register_joiner("schedule", schedule_draft.joined)
        round_trip.register("schedule", schedule_table.ROUND_TRIP)
        kinds.register(
            kinds.Kind(
                "conference_results",
                _("results of a conference or meeting"),
                fill="campaigns:results_form",
                show="campaigns:submitted_results",
            )
        )
        drafts.register_reader("conference_results", results_draft.read_out)
        kinds.register(
            kinds.Kind("protocol_packet", _("protocol packet"), fill="campaigns:packet_form", show="campaigns:packet")
        )
        drafts.register_reader("protocol_packet", packet_form.read_out)
        tasks.register_follow_ups(packets.to_follow)
        drafts.register_shortcomings("protocol_packet", packet_form.shortcomings)
