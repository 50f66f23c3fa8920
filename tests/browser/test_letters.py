"""Documents in a real browser: every page looked at; from a new reminder to its number, by staff."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from letters.models import OfficialLetter
from tests.letters_world import docx
from tests.matrix import Sample, sample_of
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sample(live_server: Any, world: World) -> Sample:
    return sample_of(world)


@pytest.fixture
def staff(sample: Sample, visit_as: Any) -> Page:
    return visit_as(sample.world.saule)


@pytest.mark.everywhere
def test_pages_of_documents(staff: Page, sample: Sample, visit_as: Any, look_at: Any) -> None:
    draft, issued = sample.letter_draft, sample.letter
    pages = {
        "letters": reverse("letters:letters"),
        "letters-nothing-found": reverse("letters:letters") + "?kind=passport",
        "letter-new": reverse("letters:new"),
        "letter-asking": reverse("letters:begin", args=["reminder"]),
        "letter-draft": draft.get_absolute_url(),
        "letter-paragraph": reverse("letters:paragraph", args=[draft.pk, "remarks"]),
        "letter-issue": reverse("letters:issue", args=[draft.pk]),
        "letter-issued": issued.get_absolute_url(),
        "letter-changed": reverse("letters:changed", args=[issued.pk]),
        "letter-outgoing": reverse("letters:outgoing", args=[issued.pk]),
        "letter-templates": reverse("letters:templates"),
        "letter-template": reverse("letters:template", args=["reminder"]),
    }
    for name, address in pages.items():
        staff.goto(address)
        look_at(staff, name)
    chair = visit_as(sample.world.aigul)
    chair.goto(issued.get_absolute_url())
    look_at(chair, "letter-chair")


@pytest.mark.parametrize("width", [1280])
def test_staff_write_and_issue_a_reminder(staff: Page, sample: Sample) -> None:
    staff.goto(reverse("letters:begin", args=["reminder"]))
    staff.locator("#id_organization").select_option("karaganda")
    staff.locator("[data-test=submit]").click()
    expect(staff.locator("[data-test=sheet]")).to_be_visible()
    staff.locator("a[href$='/paragraphs/remarks/']").first.click()
    staff.locator("#id_text_kk").fill("Қоңырау шалыңыз.")
    staff.locator("#id_text_ru").fill("Просим позвонить.")
    staff.locator("[data-test=submit]").click()
    staff.locator("[data-test=issue]").click()
    if staff.locator("#id_with_gaps").count():
        staff.locator("#id_with_gaps").check()
    staff.locator("[data-test=submit]").click()
    expect(staff.locator("[data-test=letter-files]")).to_be_visible()
    done = OfficialLetter.objects.issued().filter(kind=sample.letter.kind).exclude(pk=sample.letter.pk).get()
    assert (done.kind, done.number) == ("reminder", 1)
    with staff.expect_download() as download:
        staff.locator("[data-test=letter-files] a").first.click()
    assert download.value.suggested_filename.endswith("-1-kk.docx")


@pytest.mark.parametrize("width", [1280])
def test_a_faulty_template_names_its_tag(staff: Page, look_at: Any, tmp_path: Any) -> None:
    faulty = tmp_path / "шаблон.docx"
    faulty.write_bytes(docx("{{ chairman }}"))
    staff.goto(reverse("letters:template", args=["reminder"]))
    staff.locator("input[type=file]").first.set_input_files(str(faulty))
    staff.locator("form[action$='/upload/'] button").first.click()
    expect(staff.locator(".field__error")).to_contain_text("{{ chairman }}")
    look_at(staff, "letter-template-faulty")
