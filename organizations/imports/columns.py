"""The columns of the registry as a spreadsheet. The codes stay: files made by others rely on them."""

from django.utils.translation import gettext_lazy as _

from documents.columns import Field
from documents.workbook_templates import Template
from organizations.models import Kind, LegalKind, Level

FIELDS = (
    Field(code="code", title=_("Code"), required=True, width=18),
    Field(code="level", title=_("Level"), kind="choice", choices=dict(Level.choices), optional=True, width=18),
    Field(code="parent_code", title=_("Code of the higher body"), optional=True, width=18),
    Field(code="kind", title=_("Kind"), kind="choice", choices=dict(Kind.choices), optional=True, width=22),
    Field(code="legal_kind", title=_("Legal kind"), kind="choice", choices=dict(LegalKind.choices), optional=True),
    Field(code="short_ru", title=_("Short name in Russian"), optional=True, width=28),
    Field(code="short_kk", title=_("Short name in Kazakh"), optional=True, width=28),
    Field(code="legal_name_ru", title=_("Legal name in Russian"), optional=True, width=40),
    Field(code="legal_name_kk", title=_("Legal name in Kazakh"), optional=True, width=40),
    Field(code="region_iso", title=_("Code of the region"), optional=True, width=10),
    Field(code="bin", title=_("BIN"), optional=True, width=15),
    Field(code="founded_on", title=_("Founded on"), kind="date", optional=True, width=12),
    Field(code="founding_conference_on", title=_("Founding conference on"), kind="date", optional=True, width=12),
    Field(code="placed_from", title=_("Stands under the higher body since"), kind="date", optional=True, width=12),
    Field(code="predecessor_code", title=_("Code of the predecessor"), optional=True, width=18),
    Field(code="former_name_ru", title=_("Former legal name in Russian"), optional=True, width=40),
    Field(code="renamed_on", title=_("Bears its present names from"), kind="date", optional=True, width=12),
    Field(code="address", title=_("Address"), optional=True, width=40),
    Field(code="phone", title=_("Telephone"), optional=True, width=18),
    Field(code="email", title=_("E-mail"), optional=True, width=24),
    Field(code="site", title=_("Site"), optional=True, width=24),
    Field(code="chair", title=_("Chair"), optional=True, width=30),
    Field(code="chair_kk", title=_("Chair, Kazakh spelling"), optional=True, width=30),
    Field(code="chair_phone", title=_("Telephone of the chair"), optional=True, width=18),
    Field(code="chair_email", title=_("E-mail of the chair"), optional=True, width=24),
)
TITLES = {field.code: field.title for field in FIELDS}
WORDS = {field.code: field.choices for field in FIELDS if field.choices}

TEMPLATE = Template(
    id="registry",
    version=1,
    title=_("Registry of organizations"),
    fields=FIELDS,
    guidance=(
        _("One row for each body, in any order. The code says which one; a new code makes a new body."),
        _("An empty cell changes nothing. New bodies need level, higher body, kind, short name and legal name."),
        _("Moving, closing and a new chair have a day and a reason, so they are entered on the page of the body."),
    ),
)
