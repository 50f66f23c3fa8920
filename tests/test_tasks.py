"""The home of a chair: what is owed, in which order, with which word; and what has been handed in."""

from datetime import date

import pytest

from organizations.access import Position
from reporting.models import Obligation
from tests.world import TODAY, appoint, at, make_organization, make_requirement, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(signed_in):
    """The page as a person sees it; the queries of the first one are those of signing in."""

    def open_home(user, **query):
        return signed_in(user).get("/", query)

    return open_home


def owe(world, code, organization=None, **fields):
    """A requirement of that code, opened; its obligation of Karaganda, or of the organization named."""
    requirement = make_requirement(code, **fields)
    if organization:
        requirement.audience.set([organization])
    requirement.open(by=world.saule, at=at(date(2023, 6, 24)), until=TODAY)
    return Obligation.objects.get(requirement=requirement, organization=organization or world.karaganda)


def titles(response):
    return [task.title for task in response.context["tasks"]]


def task(response, obligation):
    return next(one for one in response.context["tasks"] if one.requirement == obligation.requirement.code)


def hand_in(obligation, by, on=date(2023, 8, 30)):
    return obligation.submit(by=by, at=at(on), received_on=on, text="Готово")


def test_in_the_order_of_what_presses(world, home):
    later = owe(world, "later", due_on=date(2023, 9, 20))
    soon = owe(world, "soon", due_on=date(2023, 9, 5))
    returned = owe(world, "returned", due_on=date(2023, 9, 30))
    hand_in(returned, world.aigul)
    returned.return_(
        by=world.saule, at=at(TODAY), returned_on=TODAY, correct_by=date(2023, 9, 10), reason="Нет подписи"
    )
    shut = owe(world, "shut", due_on=date(2023, 12, 1), opens_on=date(2023, 11, 1))
    in_order = [returned, world.obligation, soon, later, shut]
    assert titles(home(world.aigul)) == [one.requirement.title for one in in_order]


def test_own_before_those_below(world, home):
    below = owe(world, "below", world.temirtau, due_on=date(2023, 8, 1))
    page = home(world.aigul)
    assert titles(page) == [world.requirement.title_ru, below.requirement.title_ru]
    assert task(page, below).organization == "Темиртау"
    assert titles(home(world.bolat)) == [below.requirement.title_ru]


def test_words_days_and_action(world, home):
    html = home(world.aigul).content.decode()
    assert 'data-test="task" data-requirement="schedule" data-status="missing"' in html
    assert "пятница, 1 сентября 2023 г." in html
    missing = task(home(world.aigul), world.obligation)
    assert (missing.days, missing.action, missing.url) == (3, "start", world.obligation.fill_url)
    world.obligation.save_draft({"text": "н"}, version=0, by=world.dana, at=at(TODAY))
    assert task(home(world.aigul), world.obligation).action == "continue"


def test_returned_says_until_when(world, home):
    hand_in(world.obligation, world.aigul)
    world.obligation.return_(
        by=world.saule, at=at(TODAY), returned_on=TODAY, correct_by=date(2023, 9, 10), reason="Нет подписи"
    )
    returned = task(home(world.aigul), world.obligation)
    assert (returned.action, returned.until, returned.due_on) == ("correct", date(2023, 9, 10), date(2023, 9, 10))


def test_not_yet_open_is_said(world, home):
    shut = owe(world, "shut", due_on=date(2023, 12, 1), opens_on=date(2023, 11, 1))
    shown = task(home(world.aigul), shut)
    assert (shown.action, "1 ноября 2023 г." in shown.note) == ("view", True)


def test_strangers_and_hand_ins_are_not_owed(world, home):
    assert titles(home(world.erlan)) == [world.requirement.title]
    assert task(home(world.erlan), world.foreign).url == world.foreign.fill_url
    submission = hand_in(world.obligation, world.aigul)
    page = home(world.aigul)
    assert titles(page) == []
    assert [row["receipt"] for row in page.context["handed"]] == [submission]
    assert submission.receipt_number in page.content.decode()
    assert submission.receipt_number not in home(world.erlan).content.decode()


def test_who_owes_nothing_is_told_so(world, home):
    assert not home(world.aigul).context["owes_nothing"]
    hand_in(world.obligation, world.aigul)
    owe(world, "shut", due_on=date(2023, 12, 1), opens_on=date(2023, 11, 1))
    page = home(world.aigul)
    assert page.context["owes_nothing"]
    assert 'class="empty empty--all_done"' in page.content.decode()
    assert "tel:+77172000001" in page.content.decode()


def test_exempt_is_not_owed(world, home):
    world.obligation.exempt(by=world.saule, at=at(TODAY), decided_on=TODAY, reason="Учредительная конференция")
    page = home(world.aigul)
    assert titles(page) == []
    assert [row["receipt"] for row in page.context["handed"]] == [None]


def test_filter_of_a_chair_with_branches(world, home):
    owe(world, "below", world.temirtau)
    assert titles(home(world.aigul, q="темиртау")) == ["Отчёт below"]
    assert titles(home(world.aigul, requirement="schedule")) == [world.requirement.title]
    assert titles(home(world.aigul, status="returned")) == []
    assert "empty--nothing_found" in home(world.aigul, status="returned").content.decode()
    assert "empty--all_done" not in home(world.aigul, status="returned").content.decode()
    assert len(titles(home(world.aigul, status="no such status"))) == 2
    # Without branches there is nothing to filter.
    assert home(world.bolat).context["filter_form"] is None


def test_who_only_looks_is_led_to_the_obligation(world, home):
    deputy = make_user("deputy")
    appoint(deputy, world.karaganda, Position.DEPUTY, "Заместитель")
    shown = task(home(deputy), world.obligation)
    assert (shown.action, shown.url) == ("view", world.obligation.get_absolute_url())


def test_long_list_of_hand_ins_is_cut_until_asked_for(world, home):
    for number in range(21):
        hand_in(owe(world, f"old-{number}"), world.aigul)
    assert len(home(world.aigul).context["handed"]) == 20
    assert "?handed=all" in home(world.aigul).content.decode()
    assert len(home(world.aigul, handed="all").context["handed"]) == 21


def test_same_number_of_queries_for_many_branches(world, signed_in, django_assert_max_num_queries):
    owe(world, "own")
    hand_in(owe(world, "done"), world.aigul)

    def queries():
        client = signed_in(world.aigul)
        with django_assert_max_num_queries(15) as captured:
            assert client.get("/").status_code == 200
        return len(captured)

    make_requirement("of-branches", audience_levels=["branch"]).open(by=world.saule, at=at(TODAY), until=TODAY)
    few = queries()
    for number in range(30):
        make_organization(f"branch-{number}", "branch", world.karaganda, f"Филиал {number}")
    make_requirement("of-many", audience_levels=["branch"]).open(by=world.saule, at=at(TODAY), until=TODAY)
    for obligation in Obligation.objects.filter(requirement__code="of-many")[:10]:
        hand_in(obligation, world.aigul, on=TODAY)
    assert len(signed_in(world.aigul).get("/").context["tasks"]) > 20
    assert queries() == few
