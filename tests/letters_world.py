"""A kind of letters for the tests: the member organizations with their telephones, on a day."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from docx import Document

from documents.tables import Column, Table
from letters.facts import Facts, Figure, Listing, Row, Two, Unknown
from letters.kinds import Annex, Ask, Asking, Dated, LetterKind, Paragraph
from organizations.models import Organization

FIRST_DAY = date(2023, 1, 1)


def docx(*paragraphs: str, header: str = "", cells: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """A Word file of these paragraphs, and a table under them."""
    document = Document()
    for words in paragraphs:
        document.add_paragraph(words)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if cells:
        table = document.add_table(rows=len(cells), cols=len(cells[0]))
        for line, row in zip(cells, table.rows, strict=True):
            for words, cell in zip(line, row.cells, strict=True):
                cell.text = words
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


BODY = {
    "ru": (
        "ИНФОРМАЦИЯ № {{ letter.number }}",
        "По состоянию на {{ letter.as_of|spelled }} в Профсоюзе {{ members.count }} "
        '{{ members.count|plural("организация", "организации", "организаций") }}.',
    ),
    "kk": ("АҚПАРАТ № {{ letter.number }}", "{{ letter.as_of|spelled }}: {{ members.count }} ұйым."),
}
LOOP = (
    "{%p if members.rows %}",
    "{%p for row in members.rows %}",
    "{{ row.number }}) {{ row.name }}: {{ row.phone }}{% if row.last %}.{% else %};{% endif %} {{ row.own.told }}",
    "{%p endfor %}",
    "{%p else %}",
    "{{ members.nobody }}",
    "{%p endif %}",
    "{{ own.conclusions }}",
)
TABLE = (
    ("№", "…"),
    ("{%tr for row in members.rows %}", ""),
    ("{{ row.number }}", "{{ row.name }}"),
    ("{%tr endfor %}", ""),
)


def template(language: str) -> bytes:
    return docx(*BODY[language], *LOOP, cells=TABLE, header="{{ letter.kind }}")


def telephones(asking: Asking) -> Facts:
    members = Organization.objects.visible_to(asking.user).existing_on(asking.day("members"))
    return {
        "members": Listing(
            title=_("Organizations"),
            nobody=Two("Ни одной организации.", "Бірде-бір ұйым жоқ."),
            as_of=asking.day("members"),
            link="/organizations/",
            fields={"name": _("Organization"), "phone": _("Telephone")},
            rows=[
                Row(
                    one.code,
                    {"name": Two(one.short_ru, one.short_kk), "phone": _phone(one)},
                    link=one.get_absolute_url(),
                )
                for one in members.filter(level="member").in_order()
            ],
        ),
        "share": Figure(0.859, kind="percent", link="/membership/"),
    }


def _phone(one: Organization) -> Any:
    return one.phone or Unknown(_("Telephone"), link=one.get_absolute_url())


def refuse_early(asking: Asking) -> None:
    if asking.as_of < FIRST_DAY:
        raise ValidationError("Кампания тогда ещё не началась.")


def annex(asking: Asking) -> Table:
    members = Organization.objects.visible_to(asking.user).filter(level="member").in_order()
    columns = (
        Column(key="organization", title=_("Organization"), value="short_ru"),
        Column(key="founded_on", title=_("Founded on"), kind="date"),
        Column(key="members", title=_("Members"), kind="integer", value=lambda one: 12345, total=True),
    )
    return Table(name="members", title=_("Organizations"), columns=columns, rows=members, as_of=asking.as_of)


def kind(**other: Any) -> LetterKind:
    given: dict[str, Any] = {
        "slug": "telephones",
        "title": "Телефоны организаций",
        "facts": telephones,
        "template": template,
        "dated": (Dated("members", _("Organizations")),),
        "paragraphs": (
            Paragraph("conclusions", "Выводы", optional=True),
            Paragraph("told", "О подготовке", each="members", optional=True),
        ),
        "annexes": (Annex("members", annex, "Организации"),),
        "check": refuse_early,
    }
    return LetterKind(**{**given, **other})


def about_one() -> LetterKind:
    """A letter about one organization, whose chair sees it."""
    return kind(
        slug="telephone_reminder",
        title="Напоминание",
        asks=(Ask("organization", _("Organization"), "organization"),),
        dated=(),
    )


def repacked(content: bytes, change: Callable[[str, bytes], bytes | None], **added: bytes) -> bytes:
    """The archive with parts changed, left out (None) and added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            text = change(part.filename, old.read(part))
            if text is not None:
                new.writestr(part.filename, text)
        for name, text in added.items():
            new.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return stream.getvalue()
