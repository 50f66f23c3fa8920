"""What staff note about a packet: a part that came on paper, a number or a day that was lacking."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from campaigns.forms import VerbForm
from campaigns.models import PacketPart
from campaigns.models.packet import Details
from campaigns.packet_sending import record_on_paper
from campaigns.packets import Packet
from documents.dates import short_day
from documents.fields import DayField
from reporting.models import Submission


class RecordPartForm(VerbForm):
    title = _("Record a part that came on paper")
    part = forms.ChoiceField(label=_("Which part"), widget=forms.RadioSelect)
    received_on = DayField(label=_("Came on"), widget=forms.TextInput(attrs={"class": "width-10"}))
    number = forms.CharField(
        label=_("Its number"), required=False, max_length=30, widget=forms.TextInput(attrs={"class": "width-10"})
    )
    day = DayField(label=_("Its day"), required=False, widget=forms.TextInput(attrs={"class": "width-10"}))

    def __init__(self, *args: Any, packet: Packet, submission: Submission, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.packet, self.submission, self.today = packet, submission, today
        self.documents = {one.part_id: one for one in submission.packet_documents.select_related("part")}
        self.open = [part for part in packet.parts if self._is_open(part)]
        choice: Any = self.fields["part"]
        choice.choices = [(part.code, part.title) for part in self.open]
        self.fields["received_on"].initial = today

    def _is_open(self, part: PacketPart) -> bool:
        """Not there yet, or there without what is written on it."""
        document = self.documents.get(part.pk)
        return document is None or bool(document.lacks(self.today))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for field in ("received_on", "day"):
            if data.get(field) and data[field] > self.today:
                self.add_error(field, ValidationError(_("This day lies in the future."), code="future"))
        held_on = self.packet.held_on
        for field in ("received_on", "day"):
            must_follow = field == "received_on" or self._chosen(data).is_of_the_event
            if held_on and data.get(field) and must_follow and data[field] < held_on:
                sentence = _("The conference was held on %(day)s: this day lies before it.")
                self.add_error(field, ValidationError(sentence, params={"day": short_day(held_on)}))
        return data

    def _chosen(self, data: dict[str, Any]) -> PacketPart:
        return next((part for part in self.open if part.code == data.get("part")), PacketPart())

    def act(self, *, by: Any, at: datetime) -> str:
        data = self.cleaned_data
        part = self._chosen(data)
        details = Details((data["number"] or "").strip(), data["day"])
        if document := self.documents.get(part.pk):
            document.describe(details, on=data["received_on"], by=by)
        else:
            record_on_paper(self.submission, part, details, received_on=data["received_on"], by=by, at=at)
        return gettext("Recorded: {part}.").format(part=part.title)
