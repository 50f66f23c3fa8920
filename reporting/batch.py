"""Filled tables that came to the apparatus, many at once: whose each of them is, what it says, its hand-in.

Each file is looked at by the very forms by which staff record one report from paper; the files of a batch stand or fall
one by one.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from documents.workbook_templates import made_for
from organizations.access import Permission
from organizations.versions import lock
from reporting import state
from reporting.forms.paper import FiguresOnPaperForm
from reporting.models import Obligation, Requirement
from reporting.round_trip import Incoming, Papers, Reader, Said

REFUSALS_SHOWN = 5


@dataclass
class Sheet:
    """One file. With `refusals` nothing is recorded of it."""

    file: File
    obligation: Obligation | None = None
    incoming: Incoming | None = None
    seen: str = ""
    refusals: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.file.name or ""

    @property
    def more(self) -> int:
        return max(len(self.refusals) - REFUSALS_SHOWN, 0)

    @property
    def first_refusals(self) -> list[str]:
        return self.refusals[:REFUSALS_SHOWN]

    @property
    def fingerprint(self) -> str:
        data = sorted(self.incoming.data.items()) if self.incoming else []
        return repr((self.name, self.seen, data, self.refusals))


@dataclass(frozen=True)
class Batch:
    """`facts`: what is said of all the files, by the fields of the paper's form."""

    requirement: Requirement
    read_one: Reader
    on_paper: Papers
    user: Any
    day: date
    facts: Mapping[str, str] = field(default_factory=dict)

    def saying(self, facts: Mapping[str, str]) -> "Batch":
        return replace(self, facts=facts)

    def read(self, files: Iterable[File]) -> list[Sheet]:
        """Every file, looked at as it would be recorded; nothing is."""
        owed, taken = self._owed(), dict[int, Sheet]()
        return [self._read(file, owed, taken) for file in files]

    def _owed(self) -> dict[str, list[Obligation]]:
        """By the code of the organization, the latest first: of several years a file fits one."""
        found = Obligation.objects.visible_to(self.user, Permission.RECORD).with_status(self.day)
        owed: dict[str, list[Obligation]] = {}
        for one in (
            found.filter(requirement=self.requirement).select_related("organization").order_by("-original_due_on", "pk")
        ):
            one.requirement = self.requirement
            owed.setdefault(one.organization.code, []).append(one)
        return owed

    def _read(self, file: File, owed: dict[str, list[Obligation]], taken: dict[int, Sheet]) -> Sheet:
        sheet = Sheet(file)
        try:
            sheet.obligation = self._find(sheet, owed)
            self._refuse_second(sheet, sheet.obligation, taken)
            self.forms(sheet)
        except ValidationError as refusal:
            sheet.refusals += refusal.messages
        return sheet

    def _find(self, sheet: Sheet, owed: dict[str, list[Obligation]]) -> Obligation:
        """The one whose form takes the file; raises why none does."""
        code = made_for(sheet.file)
        if not code:
            raise ValidationError(_("This is no table of this site: its hidden sheet is missing, or names nobody."))
        if code not in owed:
            raise ValidationError(_("“{code}” is not asked for this.").format(code=code))
        refusals: list[ValidationError] = []
        for obligation in owed[code]:
            try:
                sheet.incoming = self.read_one(obligation, None, sheet.file, self.day)
            except ValidationError as error:
                refusals.append(error)
            else:
                sheet.refusals += map(str, sheet.incoming.errors)
                return obligation
        # That a file is of another year is said of all years but its own.
        raise next((one for one in refusals if getattr(one, "code", "") != "template"), refusals[0])

    def _refuse_second(self, sheet: Sheet, obligation: Obligation, taken: dict[int, Sheet]) -> None:
        other = taken.setdefault(obligation.pk, sheet)
        if other is not sheet:
            raise ValidationError(_("“{name}” is the same report of the same organization.").format(name=other.name))

    def forms(self, sheet: Sheet) -> tuple[FiguresOnPaperForm, Any] | None:
        """The forms of the file, both well filled in; None where the sheet says why not."""
        obligation, incoming = sheet.obligation, sheet.incoming
        if obligation is None or incoming is None or sheet.refusals:
            return None
        sheet.seen = state.version(obligation)
        said = Said(self._facts(sheet.seen), MultiValueDict({"files": [sheet.file]}), self.user, self.day)
        paper, figures = self.on_paper(obligation, incoming.data, said)
        if paper.standing and not paper.completes:
            sentence = _("A hand-in of {organization} stands already. Correct it on its own page.")
            raise ValidationError(sentence.format(organization=obligation.organization.name))
        if not paper.may_be_kept(figures):
            sheet.refusals += [*_sentences(figures), *_sentences(paper)]
            return None
        return paper, figures

    def _facts(self, seen: str) -> QueryDict:
        facts = QueryDict(mutable=True)
        facts.update({**self.facts, "token": str(uuid4()), "seen": seen})
        return facts

    def record(self, sheets: Sequence[Sheet], *, by: Any, at: datetime) -> list[Obligation]:
        """Those without a refusal, each wholly or not at all; whose hand-in was refused says why."""
        recorded = []
        for sheet in sheets:
            if sheet.obligation and not sheet.refusals:
                try:
                    recorded += self._record(sheet, sheet.obligation, by=by, at=at)
                except ValidationError as refusal:
                    sheet.refusals += refusal.messages
        return recorded

    @transaction.atomic
    def _record(self, sheet: Sheet, obligation: Obligation, *, by: Any, at: datetime) -> list[Obligation]:
        """Under the lock the forms look once more: somebody may have recorded it a moment ago."""
        lock(obligation)
        bound = self.forms(sheet)
        if bound is None:
            return []
        paper, figures = bound
        paper.record(figures, by=by, at=at)
        return [obligation]


def _sentences(form: Any) -> Iterator[str]:
    for name, errors in form.errors.items():
        label = str(form.fields[name].label) if name in form.fields else ""
        for error in errors:
            yield f"{label}: {error}" if label else str(error)


def fingerprint(sheets: Sequence[Sheet]) -> str:
    """The same for the same effect: a confirmation is for what was shown, and for nothing else."""
    return sha256("".join(sheet.fingerprint for sheet in sheets).encode()).hexdigest()


# --- Between preview and confirmation the files wait as one -------------------------------------------------


def packed(files: Iterable[File]) -> File:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number, file in enumerate(files):
            file.seek(0)
            archive.writestr(f"{number:04d}/{PurePosixPath(file.name or '').name}", file.read())
            file.seek(0)
    return ContentFile(stream.getvalue(), name="batch.zip")


def unpacked(file: File) -> list[File]:
    with zipfile.ZipFile(file) as archive:
        names = sorted(archive.namelist())
        return [ContentFile(archive.read(name), name=PurePosixPath(name).name) for name in names]
