"""The congress and the preparation in the demonstration: of the real campaign what the papers say, and nothing else."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from campaigns.models import (
    Agreement,
    Campaign,
    Delegate,
    DelegateNorm,
    Manual,
    ManualHandout,
    MemberBase,
    Preparation,
    Seminar,
)
from documents import registry
from documents.registry import WHOLE_UNION
from tests.demonstration import standing
from tests.world import TODAY

pytestmark = pytest.mark.django_db
KEEP_HISTORY = (DelegateNorm, MemberBase, Delegate, Preparation, Seminar, Manual, ManualHandout, Agreement)


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with standing(django_db_blocker):
        yield


def table(name: str, *, is_fictional: bool, as_of: date = TODAY) -> dict[str, dict[str, Any]]:
    campaign = Campaign.objects.get(is_fictional=is_fictional)
    built = registry.build(name, user=WHOLE_UNION, as_of=as_of, filters={"campaign": str(campaign.pk)})
    return {row["organization_code"]: row for row in built.records()}


def test_the_real_norm_chooses_no_rounding_and_knows_no_members() -> None:
    norm = DelegateNorm.objects.get(campaign__is_fictional=False)
    assert (norm.members_per_delegate, norm.rounding, norm.base, norm.base_day) == (5000, "", "", None)
    assert (norm.decided_on, norm.decree_item.number) == (date(2023, 6, 24), "4")
    rows = table("delegates", is_fictional=False)
    assert len(rows) == 21
    for key in ("members", "floor", "half_up", "ceil", "at_least_one", "chosen"):
        assert {row[key] for row in rows.values()} == {None}
    assert not Delegate.objects.filter(campaign__is_fictional=False).exists()


def test_the_preparation_is_what_the_papers_tell() -> None:
    rows = table("campaign_preparation", is_fictional=False)
    assert {code for code, row in rows.items() if row["has_norm"]} == {"sko"}
    assert {code for code, row in rows.items() if row["has_measures"]} == {"sko", "vko"}
    assert {code: row["meeting_from"] for code, row in rows.items() if row["meeting"]} == {
        "astana": date(2023, 10, 1), "pavlodar": date(2023, 9, 25),
    }  # fmt: skip
    assert {code: row["seminars"] for code, row in rows.items() if row["seminars"]} == {"abai": 1, "pavlodar": 2}
    assert {row[key] for row in rows.values() for key in ("own_norm", "trained", "guests", "agreements")} == {None}
    earlier = table("campaign_preparation", is_fictional=False, as_of=date(2023, 9, 3)).values()
    assert {row["seminars"] for row in earlier} == {None}, "the papers speak of 4 September"


def test_the_fictional_congress_shows_every_case() -> None:
    rows = table("delegates", is_fictional=True)
    assert rows["aktobe"]["chosen"] == 0
    assert rows["ustaz"]["chosen"] is None
    assert rows["astana"]["elected"] < rows["astana"]["chosen"]
    assert rows["sko"]["elected"] == rows["sko"]["chosen"]
    assert rows["sko"]["warning"] is None
    assert rows["astana"]["substitutes"] == 1
    called = Delegate.objects.exclude(called_on=None).get()
    assert called.substitutes.withdrawn_on == called.called_on
    assert not Delegate.objects.exclude(name__contains="(демонстрация)").exists()


def test_everything_has_an_author() -> None:
    assert not [model.__name__ for model in KEEP_HISTORY if model.history.filter(history_user=None).exists()]
    assert all(model.objects.exists() for model in KEEP_HISTORY)
