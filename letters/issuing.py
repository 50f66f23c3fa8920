"""A draft written out for the page, and the moment when it becomes a numbered document that never changes."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from documents import xlsx
from letters.context import LANGUAGES, Envelope, Mark, Material, Own
from letters.facts import Facts, Two
from letters.models import LetterCounter, LetterFile, LetterText, OfficialLetter, WordTemplate
from letters.writing import Written, write


@dataclass(frozen=True)
class Template:
    """What is in force for a kind and a language; `version` is None for the built-in one."""

    content: bytes
    version: WordTemplate | None

    @classmethod
    def in_force(cls, letter: OfficialLetter, language: str) -> "Template":
        version = WordTemplate.in_force(letter.kind, language)
        return cls(version.content if version else letter.letter_kind.template(language), version)


def own_of(letter: OfficialLetter, user: Any) -> list[Own]:
    texts = LetterText.objects.visible_to(user).filter(letter=letter)
    return [Own(one.key, Two(one.text_ru, one.text_kk), one.row) for one in texts]


def material_of(letter: OfficialLetter, user: Any, **issued: Any) -> Material:
    """The facts as they are now, with the paragraphs of this letter."""
    return _material(letter, letter.letter_kind.facts(letter.asking(user)), own_of(letter, user), **issued)


def _material(letter: OfficialLetter, facts: Facts, own: list[Own], **issued: Any) -> Material:
    subject = Two(letter.subject_ru, letter.subject_kk)
    envelope = Envelope(letter.letter_kind.title, letter.as_of, subject, **issued)
    return Material(letter.letter_kind, facts, envelope, own)


def fingerprint(letter: OfficialLetter, material: Material) -> str:
    """Of everything the letter will say: what is issued is what was looked at."""
    versions = [getattr(WordTemplate.in_force(letter.kind, language), "pk", None) for language in LANGUAGES]
    said = json.dumps([material.recorded(), versions], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def missing(marks: list[Mark]) -> list[Mark]:
    """What must be entered or knowingly left out; number and day come with the issue."""
    return [mark for mark in marks if mark.is_unknown and not mark.path.startswith("letter.")]


# --- The issue ------------------------------------------------------------------------------------------------------


class NotAsShown(ValidationError):
    """The facts have changed since the page was looked at."""


def issue(
    letter: OfficialLetter, *, by: Any, at: datetime, today: date, seen: str, with_gaps: bool = False
) -> OfficialLetter:
    """Gives the number and keeps everything the document was made of. The same letter issued twice keeps its first
    number; two letters at once get two numbers in a row."""
    kept: list[LetterFile] = []
    try:
        with transaction.atomic():
            letter = OfficialLetter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
            if letter.is_issued:
                return letter
            _refuse_days(letter, today)
            letter.letter_kind.check(letter.asking(by))
            return _issued(letter, by, at, today, seen, with_gaps, kept)
    except BaseException:
        for one in kept:
            one.file.storage.delete(one.file.name or "")
        raise


def _refuse_days(letter: OfficialLetter, today: date) -> None:
    if any(day > today for day in (letter.as_of, *letter.asking(None).days.values())):
        raise ValidationError(_("A document cannot be issued as of a day that has not come yet."), code="future")


def _issued(
    letter: OfficialLetter, by: Any, at: datetime, today: date, seen: str, with_gaps: bool, kept: list[LetterFile]
) -> OfficialLetter:
    facts, own = letter.letter_kind.facts(letter.asking(by)), own_of(letter, by)
    templates = {language: Template.in_force(letter, language) for language in LANGUAGES}
    annexes = list(_annexes(letter, by))
    draft = _material(letter, facts, own)
    if fingerprint(letter, draft) != seen:
        raise NotAsShown(
            _("The facts have changed since this page was shown. Look at the letter once more, then issue it."),
            code="changed",
        )
    # The lock on the counter comes last: other issues wait no longer than the writing takes.
    number = LetterCounter.next_number(letter.kind, today.year)
    material = _material(letter, facts, own, number=number, issued_on=today)
    written = {language: write(templates[language].content, material, language, draft=False) for language in LANGUAGES}
    _refuse_gaps(written, with_gaps)
    letter.number, letter.year, letter.issued_on, letter.issued_by, letter.issued_at = number, today.year, today, by, at
    letter.recorded = material.recorded()
    letter.blocks_ru, letter.blocks_kk = written["ru"].blocks, written["kk"].blocks
    letter.template_ru, letter.template_kk = templates["ru"].version, templates["kk"].version
    letter._history_user = by
    letter.save()
    for language in LANGUAGES:
        _keep(letter, language, "", written[language].docx, kept)
    for annex, language, content in annexes:
        _keep(letter, language, annex, content, kept)
    return letter


def _annexes(letter: OfficialLetter, by: Any) -> Iterator[tuple[str, str, bytes]]:
    for annex in letter.letter_kind.annexes:
        for language in LANGUAGES:
            with translation.override(language):
                yield annex.slug, language, xlsx.render(annex.build(letter.asking(by)))


def _refuse_gaps(written: dict[str, Written], with_gaps: bool) -> None:
    if not with_gaps and any(missing(one.unknown) for one in written.values()):
        raise ValidationError(
            _("Something in the letter is not known yet. Enter it, or agree that a dash stands in its place."),
            code="gaps",
        )


def _keep(letter: OfficialLetter, language: str, annex: str, content: bytes, kept: list[LetterFile]) -> None:
    made = LetterFile(letter=letter, language=language, annex=annex, digest=hashlib.sha256(content).hexdigest())
    made.file = ContentFile(content, name="annex.xlsx" if annex else "letter.docx")
    made.save()
    kept.append(made)
