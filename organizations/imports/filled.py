"""The template, empty or filled with what the registry holds: read back unchanged it makes no difference."""

from collections.abc import Iterator, Mapping
from typing import Any

from documents.workbook_templates import write_template
from organizations.access import Position
from organizations.imports.columns import TEMPLATE
from organizations.models import Appointment, Organization


def workbook(user: Any, *, filled: bool) -> bytes:
    return write_template(TEMPLATE, rows=_rows(user) if filled else ())


def _rows(user: Any) -> Iterator[Mapping[str, Any]]:
    offices = Appointment.objects.visible_to(user).filter(ended_on=None, position=Position.CHAIR)
    chairs = {office.organization_id: office.person for office in offices.select_related("person")}
    present = Organization.objects.visible_to(user).filter(closed_on=None).select_related("parent", "predecessor")
    for one in present.order_by("path"):
        chair = chairs.get(one.pk)
        yield {
            "code": one.code,
            "level": one.level,
            "parent_code": one.parent.code if one.parent else None,
            "kind": one.kind,
            "legal_kind": one.legal_kind,
            "short_ru": one.short_ru,
            "short_kk": one.short_kk,
            "legal_name_ru": one.legal_name_ru,
            "legal_name_kk": one.legal_name_kk,
            "region_iso": one.region_id,
            "bin": one.bin,
            "founded_on": one.founded_on,
            "founding_conference_on": one.founding_conference_on,
            "predecessor_code": one.predecessor.code if one.predecessor else None,
            "address": one.address,
            "phone": one.phone,
            "email": one.email,
            "site": one.site,
            "chair": chair.name_ru if chair else None,
            "chair_kk": chair.name_kk if chair else None,
            "chair_phone": chair.phone if chair else None,
            "chair_email": chair.email if chair else None,
        }
