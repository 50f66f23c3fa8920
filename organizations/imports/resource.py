"""The import itself: django-import-export goes through the rows, our code says what a row means.

Its defaults cost a query or two a row; here rows are compared in memory and written at the end, in bulk, with history.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import ModelResource

from organizations import regions
from organizations.fields import RESERVED, clean_phone
from organizations.imports.plans import Change, Outcome, RowPlan
from organizations.imports.present import Present
from organizations.imports.writing import write
from organizations.models import Appointment, Level, Organization, Person
from organizations.search import fold

# Columns that are fields of the organization under the same or another name.
PLAIN = {
    "kind": "kind",
    "legal_kind": "legal_kind",
    "short_ru": "short_ru",
    "short_kk": "short_kk",
    "legal_name_ru": "legal_name_ru",
    "legal_name_kk": "legal_name_kk",
    "region_iso": "region_id",
    "bin": "bin",
    "founded_on": "founded_on",
    "founding_conference_on": "founding_conference_on",
    "address": "address",
    "phone": "phone",
    "email": "email",
    "site": "site",
}
NEEDED = ("level", "kind", "short_ru", "legal_name_ru")
CHAIR = {"chair": "name_ru", "chair_kk": "name_kk", "chair_phone": "phone", "chair_email": "email"}
# Checked in memory here, or in no row at all.
NOT_CLEANED = {"parent", "region", "predecessor", "path", "search"}
FIELD_COLUMNS = {field.removesuffix("_id"): column for column, field in PLAIN.items()} | {"parent": "parent_code"}
Errors = dict[str, list[Any]]


class Loader(BaseInstanceLoader):
    def get_instance(self, row: Mapping[str, Any]) -> Organization | None:
        return self.resource.present.organizations.get(row["code"])


class RegistryResource(ModelResource):
    """One run over one file. `outcome` holds the plans; with `dry_run` nothing else happens."""

    class Meta:
        model = Organization
        fields = ("code",)
        import_id_fields = ("code",)
        instance_loader_class = Loader
        use_bulk = True
        batch_size = None
        skip_diff = True
        report_skipped = False
        clean_model_instances = True

    def __init__(self, present: Present, *, by: Any, at: datetime, reason: str, dry: bool, shown: str = "") -> None:
        super().__init__()
        self.present, self.by, self.at, self.reason = present, by, at, reason
        self.dry, self.shown = dry, shown
        self.today = timezone.localdate(at)
        self.outcome = Outcome()
        self.in_file: dict[str, Organization] = {}
        self.plan: RowPlan

    # --- One row --------------------------------------------------------------------------------

    def init_instance(self, row: Any = None) -> Organization:
        return Organization(code=row["code"])

    def import_instance(self, instance: Organization, row: Mapping[str, Any], **kwargs: Any) -> None:
        values = {column: value for column, value in row.items() if value is not None}
        self.plan = RowPlan(row["#"], instance, instance.pk is None)
        self.in_file[instance.code] = instance
        errors: Errors = {}
        if self.plan.is_new:
            errors |= {column: [_("the cell is empty.")] for column in NEEDED if column not in values}
            if instance.code in RESERVED:
                errors["code"] = [_("this word is taken by a page of the site.")]
        self._level(instance, values, errors)
        self._parent(instance, values, errors)
        self._plain(instance, values, errors)
        self._names(instance, values, errors)
        self._predecessor(instance, values, errors)
        self._chair(instance, values, errors)
        if errors:
            raise ValidationError(errors)

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        return not self.plan.is_new and not self.plan.changes and not import_validation_errors

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        errors: Errors = dict(import_validation_errors or {})
        for check in (lambda: instance.clean_fields(exclude=NOT_CLEANED | set(errors)), instance.clean):
            if errors.keys() & {"level", "kind", "parent_code"}:
                break
            try:
                check()
            except ValidationError as error:
                for name, found in error.error_dict.items():
                    errors.setdefault(FIELD_COLUMNS.get(name, "code"), []).extend(found)
        if errors:
            raise ValidationError(errors)

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        (self.outcome.created if is_create else self.outcome.changed).append(self.plan)

    def _level(self, one: Organization, values: Mapping[str, Any], errors: Errors) -> None:
        if "level" not in values:
            return
        if self.plan.is_new:
            self._set("level", one, "level", values["level"])
        elif values["level"] != one.level:
            errors["level"] = [_("the level of a body does not change; its level is %(level)s.")
                               % {"level": one.get_level_display()}]  # fmt: skip

    def _parent(self, one: Organization, values: Mapping[str, Any], errors: Errors) -> None:
        code = values.get("parent_code")
        if not code:
            if self.plan.is_new and one.level != Level.UNION:
                errors["parent_code"] = [_("the cell is empty.")]
            return
        parent = self.in_file.get(code) or self.present.organizations.get(code)
        if parent is None:
            errors["parent_code"] = [_("there is no body with the code “%(code)s”.") % {"code": code}]
        elif self.plan.is_new:
            one.parent = parent
            self._said("parent_code", "", code)
            self.plan.placed_from = (
                values.get("placed_from") or values.get("founded_on") or values.get("founding_conference_on")
            )
        elif one.parent != parent:
            errors["parent_code"] = [
                _("it stands under “%(code)s”. A move has a day: enter it on the page of the body.")
                % {"code": one.parent.code if one.parent else ""}
            ]

    def _plain(self, one: Organization, values: Mapping[str, Any], errors: Errors) -> None:
        for column, field in PLAIN.items():
            if column not in values:
                continue
            try:
                self._set(column, one, field, READERS.get(column, _same)(self, one, values[column]))
            except ValidationError as error:
                errors[column] = list(error.messages)
        for column in ("founded_on", "founding_conference_on", "placed_from", "renamed_on"):
            if isinstance(values.get(column), date) and values[column] > self.today:
                errors[column] = [_("this day lies in the future.")]

    def _bin(self, one: Organization, text: str) -> str:
        """Excel drops zeros at the beginning of what it takes for a number."""
        number = text.replace(" ", "")
        number = number.zfill(12) if number.isdigit() and len(number) >= 9 else number
        if self.present.bins.setdefault(number, one.code) != one.code:
            raise ValidationError(_("the body “%(code)s” has this BIN."), params={"code": self.present.bins[number]})
        return number

    def _region(self, one: Organization, iso: str) -> str:
        if iso not in self.present.regions and not regions.known(iso):
            raise ValidationError(_("there is no region with the code “%(iso)s”."), params={"iso": iso})
        return iso

    def _phone(self, one: Organization, text: str) -> str:
        return clean_phone(text)

    def _site(self, one: Organization, text: str) -> str:
        return text if "://" in text else f"https://{text}"

    def _names(self, one: Organization, values: Mapping[str, Any], errors: Errors) -> None:
        """A renaming that lies behind: the old legal name, and the day since which the present names are borne."""
        former, day = values.get("former_name_ru"), values.get("renamed_on")
        if bool(former) != bool(day):
            lacking = "renamed_on" if former else "former_name_ru"
            errors[lacking] = [_("the former name and the day of the renaming belong together.")]
        elif former and day and (one.pk, day) not in self.present.renamed:
            self.plan.renamed = (former, day)
            self._said("former_name_ru", "", former)
            self._set("renamed_on", one, "names_from", day)

    def _predecessor(self, one: Organization, values: Mapping[str, Any], errors: Errors) -> None:
        code = values.get("predecessor_code")
        if not code or (one.predecessor and one.predecessor.code == code):
            return
        found = self.codes.get(code)
        if found is None or code == one.code:
            errors["predecessor_code"] = [_("there is no body with the code “%(code)s”.") % {"code": code}]
        else:
            self._said("predecessor_code", one.predecessor.code if one.predecessor else "", code)

    @property
    def codes(self) -> Mapping[str, Any]:
        """Every code that exists or will: a predecessor may stand further down."""
        return self._codes

    def expect(self, codes: set[str]) -> None:
        self._codes = dict.fromkeys(codes, True) | dict.fromkeys(self.present.organizations, True)

    def _chair(self, one: Organization, values: Mapping[str, Any], errors: Errors) -> None:
        told = {field: values[column] for column, field in CHAIR.items() if column in values}
        if "phone" in told:
            try:
                told["phone"] = clean_phone(told["phone"])
            except ValidationError as error:
                errors["chair_phone"] = list(error.messages)
        if not told:
            return
        office = self.present.chairs.get(one.pk) if one.pk else None
        if office is None:
            self._new_chair(told, errors)
        elif "name_ru" in told and fold(told["name_ru"]) != fold(office.person.name_ru):
            errors["chair"] = [
                _("the chair is %(name)s. A new one takes office on a day: enter it on the page of the body.")
                % {"name": office.person.name_ru}
            ]
        else:
            self._known_chair(office, told)

    def _new_chair(self, told: dict[str, str], errors: Errors) -> None:
        if "name_ru" not in told:
            errors["chair"] = [_("the name is missing.")]
            return
        self.plan.new_chair = Person(**told)
        try:
            self.plan.new_chair.clean_fields(exclude={"user"})
        except ValidationError as error:
            errors.update({_chair_column(name): list(found) for name, found in error.message_dict.items()})
        for field, value in told.items():
            self._said(_chair_column(field), "", value)

    def _known_chair(self, office: Appointment, told: dict[str, str]) -> None:
        for field, value in told.items():
            before = getattr(office.person, field)
            if field != "name_ru" and before != value:
                self._said(_chair_column(field), before, value)
                setattr(office.person, field, value)
                self.plan.chair = office

    def _set(self, column: str, one: Organization, field: str, value: Any) -> None:
        before = getattr(one, field)
        if before != value:
            setattr(one, field, value)
            self._said(column, "" if self.plan.is_new else before, value)

    def _said(self, column: str, before: Any, after: Any) -> None:
        self.plan.changes.append(Change(column, before, after))

    # --- All rows together ----------------------------------------------------------------------

    def bulk_create(self, using_transactions: bool, dry_run: bool, raise_errors: bool, **kwargs: Any) -> None:
        """Nothing by itself: new and changed rows are written together, when the whole file is known to be right."""

    def bulk_update(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: see `bulk_create`."""

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        self.outcome.unchanged = len(dataset) - len(self.outcome.created) - len(self.outcome.changed)
        right = not result.has_errors() and not result.has_validation_errors()
        expected = not self.shown or self.shown == self.outcome.fingerprint
        if right and expected and not self.dry:
            write(self.outcome, self.present, by=self.by, at=self.at, reason=self.reason)


def _same(resource: RegistryResource, one: Organization, value: Any) -> Any:
    return value


def _chair_column(field: str) -> str:
    return next(column for column, name in CHAIR.items() if name == field)


READERS = {
    "bin": RegistryResource._bin,
    "region_iso": RegistryResource._region,
    "phone": RegistryResource._phone,
    "site": RegistryResource._site,
}
