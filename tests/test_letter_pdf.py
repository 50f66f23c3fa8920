"""The PDF of an issued letter: from its own Word file where LibreOffice is, a sentence where it is not."""

import io
import shutil
import time
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from pypdf import PdfReader

from letters import pdf
from tests.letters_world import docx

KAZAKH = "Қазақстандық оқу-ағарту қызметкерлері: Ә Ғ Қ Ң Ө Ұ Ү Һ І, 1 000 ₸"


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)


def program_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(0o755)
    monkeypatch.setattr(pdf, "program", lambda: str(program))


def test_where_it_is_not_installed_a_sentence_says_so(nothing_installed) -> None:
    with pytest.raises(ValidationError) as caught:
        pdf.to_pdf(docx(KAZAKH))
    assert caught.value.code == "not_installed"
    assert "LibreOffice" in caught.value.messages[0]


def test_a_program_that_hangs_is_ended_with_all_it_started(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 1)
    child = tmp_path / "child"
    program_that(tmp_path, monkeypatch, f"(sleep 5; echo alive > {child}) & sleep 60")
    began = time.monotonic()
    with pytest.raises(ValidationError) as caught:
        pdf.to_pdf(docx("x"))
    assert caught.value.code == "slow"
    assert time.monotonic() - began < 4
    time.sleep(5)
    assert not child.exists()


def test_a_program_that_makes_nothing_is_a_sentence(tmp_path, monkeypatch) -> None:
    program_that(tmp_path, monkeypatch, "exit 1")
    with pytest.raises(ValidationError) as caught:
        pdf.to_pdf(docx("x"))
    assert caught.value.code == "nothing_made"


def test_every_call_has_a_profile_of_its_own_and_leaves_nothing(tmp_path, monkeypatch) -> None:
    told = tmp_path / "told"
    program_that(tmp_path, monkeypatch, f'echo "$1" >> {told}; for last; do :; done; cp "$last" "${{last%.docx}}.pdf"')
    for _ in range(2):
        assert pdf.to_pdf(docx("x"))
    profiles = {line.removeprefix("-env:UserInstallation=file://") for line in told.read_text().splitlines()}
    assert len(profiles) == 2
    assert not any(Path(one).parent.exists() for one in profiles)


def test_kazakh_letters_stand_in_the_pdf() -> None:
    """Where LibreOffice is installed; elsewhere the sentence of the first test is all there is."""
    if pdf.program() is None:
        with pytest.raises(ValidationError):
            pdf.to_pdf(docx(KAZAKH))
        return
    began = time.monotonic()
    made = pdf.to_pdf(docx(KAZAKH))
    assert time.monotonic() - began < pdf.SECONDS
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    assert "".join(KAZAKH.split()) in "".join(text.split())
