"""What the information on the progress of a campaign says: every list of the apparatus's own paper, from the facts.

The lists stand in the order of the paper (domain/campaigns.md, P), organizations in the order of their Russian names.
"""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from campaigns.letter_held import deviation_list, held_lists
from campaigns.letter_lists import Lists, term_of
from campaigns.letter_preparation import preparation_lists
from campaigns.letter_states import state_lists
from campaigns.models import Campaign
from campaigns.states import headline
from campaigns.tables import in_schedule
from decrees.naming import decree_facts
from letters.facts import Fact, Facts, Figure, Listing, Spoken, Two, Unknown
from letters.kinds import Asking
from letters.naming import chair_of, legally_named
from reporting.calendar import time_in_words
from reporting.models import Requirement


def progress_facts(campaign: Campaign, asking: Asking) -> Facts:
    # One order of organizations for both languages.
    with translation.override("ru"):
        return _facts(Lists(campaign, asking))


def _facts(lists: Lists) -> Facts:
    campaign, found = lists.campaign, deviation_list(lists)
    return {
        "campaign": {"title": Two(campaign.title_ru, campaign.title_kk), "year": str(lists.asking.as_of.year)},
        "decree": decree_facts(campaign.decree),
        "schedules": _asked(campaign, campaign.schedule_requirement),
        "information": _asked(campaign, campaign.information_requirement),
        "protocols": _asked(campaign, campaign.protocol_requirement),
        "results": _asked(campaign, campaign.results_requirement),
        "totals": _totals(lists, found),
        **state_lists(lists),
        **_preparation(lists),
        **held_lists(lists),
        "deviations": found,
        "schedule": _schedule(lists),
    }


def _asked(campaign: Campaign, requirement: Requirement | None) -> dict[str, Fact]:
    """What the campaign asks of organizations; the same names where nothing was set."""
    if requirement is None:
        unset = Unknown(_("the requirement of the campaign is not set"), campaign.get_absolute_url())
        return {**dict.fromkeys(("title", "basis", "asked_on", "due_on", "time"), unset), "item": "", "text": ""}
    item = requirement.decree_item
    return {
        "title": Two(requirement.title_ru, requirement.title_kk),
        "basis": Spoken(lambda _language: requirement.citation),
        "item": item.number if item else "",
        "text": Two(_sentence(item.text_ru), _sentence(item.text_kk)) if item else "",
        "asked_on": requirement.asked_on,
        "due_on": requirement.due_on or "",
        "time": Spoken(lambda _language: time_in_words(requirement.rule)),
    }


def _totals(lists: Lists, found: Listing) -> dict[str, Fact]:
    day = lists.asking.as_of
    counted = headline(lists.on(day))
    kinds = [of_kind for row in found.rows if isinstance(of_kind := row.values["found"], Listing)]
    departures = sum(len(of_kind.rows) for of_kind in kinds)
    return {
        "organizations": Figure(len(lists.on(day)), lists.address(day)),
        "deviations": Figure(departures, found.link),
        **{state.value: Figure(n, lists.address(day, state=state.value)) for state, n in counted.items()},
    }


def _preparation(lists: Lists) -> dict[str, Listing]:
    day = lists.asking.day("preparation")
    open_ones = [one for one in lists.on(lists.asking.as_of) if one.is_open]
    return {
        "organizations": lists.listing(
            lists.asking.as_of,
            Two("Организации, которым предстоят отчеты и выборы", "Есеп берулер мен сайлаулар алда тұрған ұйымдар"),
            Two(
                "Все членские организации провели отчетно-выборные конференции.",
                "Барлық мүшелік ұйымдар есеп беру-сайлау конференцияларын өткізді.",
            ),
            [lists.row(one, term=term_of(one)) for one in open_ones],
            {"term": _("Term")},
        ),
        "branch_schedules": lists.listing(
            day,
            Two("Представили графики филиалов", "Филиалдар кестелерін ұсынғандар"),
            Two(
                "Графики проведения отчетов и выборов в филиалах не представила ни одна членская организация.",
                "Филиалдардағы есеп берулер мен сайлауларды өткізу кестелерін бірде-бір мүшелік ұйым ұсынбады.",
            ),
            (lists.row(one) for one in lists.on(day) if one.branch_schedules),
        ),
        **preparation_lists(lists.campaign, lists.asking, day),
    }


def _schedule(lists: Lists) -> Listing:
    """The official table, the same rows in the same order as `campaign_schedule`."""
    day = lists.asking.day("schedule")
    rows = (
        lists.row(
            one,
            legal_name=legally_named(one.organization, day),
            chair=chair_of(one.organization, one.organization.get_absolute_url()),
            term=term_of(one),
        )
        for one in in_schedule(lists.on(day))
    )
    link = f"{reverse('campaigns:schedule', args=[lists.campaign.pk])}?as_of={day.isoformat()}"
    fields = {"legal_name": _("Legal name"), "chair": _("Chair"), "term": _("Term")}
    return lists.listing(
        day,
        Two("График отчетов и выборов", "Есеп берулер мен сайлаулар кестесі"),
        Two("Графики к этому дню не поступили.", "Бұл күнге кестелер келіп түскен жоқ."),
        rows,
        fields,
        link,
    )


def _sentence(text: str) -> str:
    """To stand in quotation marks inside another sentence."""
    return " ".join(text.split()).removesuffix(".")
