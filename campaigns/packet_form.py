"""The checklist as a form: number and day of each paper are typed; its files lie beside, sent one at a time."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from campaigns.models import PacketDocument, PacketFile, PacketPart
from campaigns.models.packet import Details
from campaigns.packet_files import MOST_IN_PACKET, MOST_IN_PART
from campaigns.packets import Lack, Packet, lacking, packet_of
from documents.dates import short_day
from documents.fields import DayField
from documents.registry import WHOLE_UNION
from documents.uploads import ALLOWED
from reporting import drafts
from reporting.models import Obligation, Submission

NUMBER, DAY, PART, FILES = "number_", "day_", "part_", "files_"
LACKS = {"paper": _("The paper is lacking."), "number": _("The number is lacking."), "day": _("The day is lacking.")}
ACCEPT = ",".join(["image/*", *(f".{kind}" for kind in ALLOWED), ".jpeg"])


class PacketForm(forms.Form):
    """Nothing is required here: photographs first, details later. What is typed must be right.

    `documents` have been handed in: of those only what is lacking is asked.
    """

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        parts: Sequence[PacketPart],
        held_on: date | None,
        today: date,
        documents: Iterable[PacketDocument] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        lacks = {document.part_id: document.lacks(today) for document in documents}
        self.parts = [part for part in parts if lacks.get(part.pk, ["paper"])]
        self.held_on, self.today = held_on, today
        for part in self.parts:
            self._add_fields(part, lacks.get(part.pk, ["number", "day"]))

    def _add_fields(self, part: PacketPart, lacks: Collection[str]) -> None:
        name = f"{part.position}. {part.title}"
        if part.asks_number and "number" in lacks:
            number = forms.CharField(label=_("Number"), required=False, max_length=30)
            number.widget.attrs |= {"class": "width-10", "aria-label": f"{name}: {gettext('Number')}"}
            number.depends = True  # type: ignore[attr-defined]
            self.fields[NUMBER + part.code] = number
        if part.asks_day and "day" in lacks:
            day = DayField(label=_("Day"), required=False)
            day.widget.attrs |= {"class": "width-10", "aria-label": f"{name}: {gettext('Day')}"}
            day.depends = True  # type: ignore[attr-defined]
            self.fields[DAY + part.code] = day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for part in self.parts:
            if day := data.get(DAY + part.code):
                self._look_at(part, day)
        return data

    def _look_at(self, part: PacketPart, day: date) -> None:
        field = DAY + part.code
        if day > self.today:
            self.add_error(field, ValidationError(_("This day lies in the future."), code="future"))
        elif part.is_of_the_event and self.held_on and day < self.held_on:
            sentence = _("The conference was held on %(day)s: a paper drawn up there cannot be older.")
            self.add_error(
                field, ValidationError(sentence, code="before_event", params={"day": short_day(self.held_on)})
            )

    def details(self) -> dict[str, Details]:
        """By the code of the part."""
        data = self.cleaned_data
        return {
            part.code: Details((data.get(NUMBER + part.code) or "").strip(), data.get(DAY + part.code))
            for part in self.parts
        }

    def of(self, part: PacketPart) -> list[Any]:
        """Its fields, bound, as the page shows them."""
        return [self[prefix + part.code] for prefix in (NUMBER, DAY) if prefix + part.code in self.fields]


@dataclass(frozen=True)
class Line:
    """A part as a page shows it."""

    part: PacketPart
    is_required: bool
    files: list[PacketFile]
    fields: list[Any]
    remarks: list[str]
    refusals: list[str]
    room: int
    document: PacketDocument | None = None

    @property
    def is_open(self) -> bool:
        """Files may be added and taken away."""
        return self.document is None

    @property
    def count_words(self) -> str:
        return count_words(self.files)


def count_words(files: Collection[PacketFile]) -> str:
    """How many pages and documents: pages that are bound, files that stay as they are."""
    pages = sum(file.is_picture for file in files)
    others = len(files) - pages
    words = []
    if pages:
        words.append(ngettext("{count} photograph", "{count} photographs", pages).format(count=pages))
    if others:
        words.append(ngettext("{count} file", "{count} files", others).format(count=others))
    return ", ".join(words)


def lines(
    form: PacketForm,
    packet: Packet,
    files: Mapping[int, list[PacketFile]],
    *,
    remarks: Mapping[str, list[str]] | None = None,
    refusals: Mapping[str, list[str]] | None = None,
    documents: Mapping[int, PacketDocument] | None = None,
) -> list[Line]:
    """One for each part of the form, with its files by the key of the part; `documents` have been handed in."""
    left = MOST_IN_PACKET - sum(map(len, files.values()))
    return [
        Line(
            part=part,
            is_required=packet.requires(part),
            files=files.get(part.pk, []),
            fields=form.of(part),
            remarks=[text for name in _names(part) for text in (remarks or {}).get(name, ())],
            refusals=(refusals or {}).get(part.code, []),
            room=max(min(MOST_IN_PART - len(files.get(part.pk, [])), left), 0),
            document=(documents or {}).get(part.pk),
        )
        for part in form.parts
    ]


def _names(part: PacketPart) -> list[str]:
    return [prefix + part.code for prefix in (PART, NUMBER, DAY)]


def files_by_part(files: Iterable[PacketFile]) -> dict[int, list[PacketFile]]:
    found: dict[int, list[PacketFile]] = {}
    for file in files:
        found.setdefault(file.part_id, []).append(file)
    return found


class RestFollows(forms.Form):
    """An incomplete packet is handed in knowingly."""

    rest_follows = forms.BooleanField(
        label=_("I hand in without it; the rest follows"),
        error_messages={"required": _("Confirm that the rest follows, or go back and add what is lacking.")},
    )


# --- Drafts -----------------------------------------------------------------------------------------------------


def typed(post: QueryDict) -> drafts.Data:
    """What of a form is an answer: numbers and days."""
    return {name: value for name, value in drafts.posted(post).items() if name.startswith((NUMBER, DAY))}


def data_of(submission: Submission) -> drafts.Data:
    """The numbers and days of a hand-in, as the form would have typed them."""
    data: drafts.Data = {}
    for document in submission.packet_documents.select_related("part"):
        if document.number:
            data[NUMBER + document.part.code] = document.number
        if document.day:
            data[DAY + document.part.code] = short_day(document.day)
    return data


def read_out(obligation: Obligation, data: Mapping[str, Any]) -> list[drafts.Answer]:
    """The parts by name, for remarks, and what is typed about them, where two versions are compared."""
    answers = []
    for part in _parts_of(obligation):
        answers.append(drafts.Answer(PART + part.code, part.title, ""))
        for prefix, asked, word in (
            (NUMBER, part.asks_number, gettext("number")),
            (DAY, part.asks_day, gettext("day")),
        ):
            if asked:
                label = gettext("{part}: {what}").format(part=part.title, what=word)
                answers.append(drafts.Answer(prefix + part.code, label, str(data.get(prefix + part.code, ""))))
    return [one for one in answers if one.shown or not data or not one.name.startswith(PART)]


def _parts_of(obligation: Obligation) -> Iterable[PacketPart]:
    """The checklist of the campaign whose conference made it owed."""
    return packet_of(obligation, WHOLE_UNION, obligation.arose_on).parts


def shortcomings(submission: Submission) -> list[tuple[str, str]]:
    """What a packet lacks, as remarks in both languages: nobody knows in which the chair reads."""
    packet = packet_of(submission.obligation, WHOLE_UNION, submission.received_on)
    documents = submission.packet_documents.select_related("part")
    prefixes = {"paper": PART, "number": NUMBER, "day": DAY}
    return [
        (prefixes[lack.what] + lack.part.code, _in_both_languages(LACKS[lack.what]))
        for lack in lacking(packet.required, documents, date.max)
    ]


def _in_both_languages(sentence: Any) -> str:
    said = []
    for language in ("kk", "ru"):
        with translation.override(language):
            said.append(str(sentence))
    return " / ".join(said)


# --- What would be handed in ------------------------------------------------------------------------------------


def would_lack(packet: Packet, files: Mapping[int, list[PacketFile]], details: Mapping[str, Details]) -> list[Lack]:
    """What would be lacking by name if these files and details were handed in now."""
    found = []
    for part in packet.required:
        if not files.get(part.pk):
            found.append(Lack(part, "paper"))
            continue
        given = details.get(part.code, Details())
        told = {"number": given.number, "day": given.day}
        asked = [("number", part.asks_number), ("day", part.asks_day)]
        found += [Lack(part, what) for what, asks in asked if asks and not told[what]]
    return found


def answer_rows(
    form: PacketForm, packet: Packet, files: Mapping[int, list[PacketFile]], form_url: str
) -> list[dict[str, Any]]:
    """Check your answers: each part with what lies there and what is written on it."""
    details = form.details()
    rows = []
    for part in form.parts:
        given, lying = details[part.code], files.get(part.pk, [])
        words = [
            count_words(lying) or gettext("nothing"),
            gettext("No. {number}").format(number=given.number) if given.number else "",
            short_day(given.day) if given.day else "",
        ]
        note = "" if packet.requires(part) else gettext("not required")
        rows.append(
            {
                "key": part.title,
                "value": ", ".join(filter(None, words)),
                "note": note,
                "change_url": f"{form_url}#{PART}{part.code}",
            }
        )
    return rows
