"""Who changed what, when and why: kept for every verb and every correction, signed by who did it, and never rewritten."""

import inspect
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import models
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from campaigns.models import BranchSchedule, Campaign, Conference, PacketDocument, Plan
from campaigns.periods import parse
from indicators.models import FormAsked
from organizations.admin_base import ReadOnlyAdmin
from reporting.models import Obligation
from tests import (
    conference_verbs,
    congress_verbs,
    discipline_verbs,
    indicator_verbs,
    inspection_verbs,
    letter_verbs,
    membership_verbs,
    request_verbs,
    training_verbs,
)
from tests.world import TODAY, World, at, make_requirement
from training.models import TrainingAsked

JULY, AUGUST = date(2023, 7, 10), date(2023, 8, 10)
REASON = "Решение президиума № 5"


# --- Verbs ----------------------------------------------------------------------------------------------------------


def campaign_of(world: World) -> Campaign:
    """Its conferences oblige to a protocol."""
    protocol = make_requirement("protocol", due_kind="after_event", due_on=None, offset=10)
    protocol.open(by=world.saule, at=at(JULY), until=JULY)
    return Campaign.objects.create(
        title_ru="Кампания",
        first_day=date(2023, 7, 1),
        last_day=date(2024, 10, 1),
        decree=world.decree,
        protocol_requirement=protocol,
    )


def submitted(world: World) -> Any:
    return world.obligation.submit(by=world.aigul, at=at(JULY), received_on=JULY)


def exempted(world: World) -> Any:
    return world.obligation.exempt(by=world.saule, at=at(JULY), decided_on=JULY, reason=REASON)


def planned(world: World, campaign: Campaign, **who: Any) -> Plan:
    return Plan.record(
        campaign=campaign, organization=world.karaganda, level="member", period=parse("август 2024", year=2024),
        source="text", stated_on=JULY, **who,
    )  # fmt: skip


def held(world: World, campaign: Campaign, **who: Any) -> Conference:
    return Conference.record(
        campaign=campaign, organization=world.karaganda, held_on=JULY, source="письмо", **who
    )  # fmt: skip


def protocol_of(conference: Conference) -> Obligation:
    return conference.obligations().get()


# Each makes what the verb needs (by Saule or Aigul), does the verb with `who`, and returns the rows it wrote.
Verb = Callable[..., list[models.Model]]


def submit(world: World, **who: Any) -> list[models.Model]:
    return [world.obligation.submit(received_on=JULY, **who)]


def return_(world: World, **who: Any) -> list[models.Model]:
    submitted(world)
    return [world.obligation.return_(returned_on=AUGUST, correct_by=TODAY, reason=REASON, **who)]


def accept(world: World, **who: Any) -> list[models.Model]:
    submitted(world)
    return [world.obligation.accept(accepted_on=AUGUST, **who)]


def void(world: World, **who: Any) -> list[models.Model]:
    return [world.obligation.void(submitted(world), voided_on=AUGUST, reason=REASON, **who)]


def exempt(world: World, **who: Any) -> list[models.Model]:
    return [world.obligation.exempt(decided_on=JULY, reason=REASON, **who)]


def revoke_exemption(world: World, **who: Any) -> list[models.Model]:
    exempted(world)
    exemption = world.obligation.revoke_exemption(revoked_on=AUGUST, new_due_on=TODAY, reason=REASON, **who)
    return [exemption, world.obligation.postponements.get()]


def postpone(world: World, **who: Any) -> list[models.Model]:
    return [world.obligation.postpone(decided_on=JULY, new_due_on=TODAY, reason=REASON, **who)]


def redate(world: World, **who: Any) -> list[models.Model]:
    obligation = protocol_of(held(world, campaign_of(world), by=world.saule, at=at(JULY)))
    obligation.redate(event_on=AUGUST, reason=REASON, **who)
    return [obligation]


def open_requirement(world: World, **who: Any) -> list[models.Model]:
    requirement = make_requirement("again")
    requirement.open(until=TODAY, **who)
    return [requirement, *requirement.obligations.all()]


def open_obligations(world: World, by: User, at: Any) -> list[models.Model]:
    requirement = make_requirement("again")
    requirement.open_obligations(until=TODAY, by=by)
    return list(requirement.obligations.all())


def oblige(world: World, by: User, at: Any) -> list[models.Model]:
    requirement = campaign_of(world).protocol_requirement
    return [requirement.oblige(world.karaganda, key="conference:7", event_on=JULY, by=by)]


def set_mark(world: World, **who: Any) -> list[models.Model]:
    world.item.set_mark("executed", on=JULY, reason=REASON, **who)
    return [world.item]


def plan_record(world: World, **who: Any) -> list[models.Model]:
    return [planned(world, campaign_of(world), **who)]


def set_aside(world: World, **who: Any) -> list[models.Model]:
    plan = planned(world, campaign_of(world), by=world.saule, at=at(JULY))
    plan.set_aside(on=AUGUST, reason=REASON, **who)
    return [plan]


def conference_record(world: World, **who: Any) -> list[models.Model]:
    conference = held(world, campaign_of(world), **who)
    return [conference, protocol_of(conference)]


def conference_redate(world: World, **who: Any) -> list[models.Model]:
    conference = held(world, campaign_of(world), by=world.saule, at=at(JULY))
    conference.redate(held_on=date(2023, 7, 11), reason=REASON, **who)
    return [conference, protocol_of(conference)]


def notify(world: World, **who: Any) -> list[models.Model]:
    conference = held(world, campaign_of(world), by=world.saule, at=at(JULY))
    conference.notify(on=AUGUST, **who)
    return [conference]


def cancel(world: World, **who: Any) -> list[models.Model]:
    conference = held(world, campaign_of(world), by=world.saule, at=at(JULY))
    conference.cancel(on=AUGUST, reason=REASON, **who)
    return [conference, protocol_of(conference).exemptions.get()]


def branch_schedule(world: World, **who: Any) -> list[models.Model]:
    return [
        BranchSchedule.record(
            campaign=campaign_of(world), organization=world.karaganda, received_on=JULY, source="письмо", **who
        )
    ]


def rename(world: World, by: User, at: Any) -> list[models.Model]:
    world.karaganda.rename(from_day=AUGUST, by=by, reason=REASON, short_ru="Область Караганды")
    return [world.karaganda]


def move(world: World, by: User, at: Any) -> list[models.Model]:
    world.temirtau.move(world.akmola, from_day=AUGUST, by=by, reason=REASON)
    return [world.temirtau]


def suspend(world: World, by: User, at: Any) -> list[models.Model]:
    world.karaganda.suspend(on=JULY, by=by, reason=REASON)
    return [world.karaganda]


def resume(world: World, by: User, at: Any) -> list[models.Model]:
    world.karaganda.suspend(on=JULY, by=world.saule, reason="Реорганизация")
    world.karaganda.resume(on=AUGUST, by=by, reason=REASON)
    return [world.karaganda]


def close(world: World, by: User, at: Any) -> list[models.Model]:
    """The successor and the offices that end with it are signed, too."""
    world.akmola.close(on=AUGUST, by=by, reason=REASON, successor=world.karaganda)
    return [world.akmola, world.karaganda, *world.akmola.appointments.all()]


def succeed(world: World, by: User, at: Any) -> list[models.Model]:
    world.karaganda.succeed(world.akmola, by=by, reason=REASON)
    return [world.karaganda]


def end(world: World, by: User, at: Any) -> list[models.Model]:
    office = world.aigul.person.appointments.get()
    office.end(on=AUGUST, reason=REASON, by=by)
    return [office]


VERBS: dict[str, Verb] = {
    "Organization.rename": rename,
    "Organization.move": move,
    "Organization.suspend": suspend,
    "Organization.resume": resume,
    "Organization.close": close,
    "Organization.succeed": succeed,
    "Appointment.end": end,
    "Obligation.submit": submit,
    "Obligation.return_": return_,
    "Obligation.accept": accept,
    "Obligation.void": void,
    "Obligation.exempt": exempt,
    "Obligation.revoke_exemption": revoke_exemption,
    "Obligation.postpone": postpone,
    "Obligation.redate": redate,
    "Requirement.open": open_requirement,
    "Requirement.open_obligations": open_obligations,
    "Requirement.oblige": oblige,
    "DecreeItem.set_mark": set_mark,
    "Plan.record": plan_record,
    "Plan.set_aside": set_aside,
    "Conference.record": conference_record,
    "Conference.redate": conference_redate,
    "Conference.notify": notify,
    "Conference.cancel": cancel,
    "BranchSchedule.record": branch_schedule,
    **congress_verbs.VERBS,
    **conference_verbs.VERBS,
    **letter_verbs.VERBS,
    **membership_verbs.VERBS,
    **request_verbs.VERBS,
    **indicator_verbs.VERBS,
    **discipline_verbs.VERBS,
    **training_verbs.VERBS,
    **inspection_verbs.VERBS,
}
# Take `by` and write nothing that is a fact of anybody.
NO_HISTORY = {
    "Obligation.save_draft": "a draft is nobody's fact",
    "Call.record": "who called stands in the row itself; it is not changed, only taken back",
    "Call.take_back": "who took it back stands in the row itself",
    "ReminderStop.stop": "who stopped stands in the row itself",
    "ReminderStop.resume": "who resumed stands in the row itself",
    "OneTimeKey.issue": "who issued it stands in the row itself, which is never changed",
    **letter_verbs.NO_HISTORY,
    **membership_verbs.NO_HISTORY,
    **request_verbs.NO_HISTORY,
    **discipline_verbs.NO_HISTORY,
}


def verbs_in_models() -> Iterator[str]:
    for model in apps.get_models():
        for name, method in vars(model).items():
            function = getattr(method, "__func__", method)
            if inspect.isfunction(function) and not name.startswith("_"):
                function = inspect.unwrap(function)
                if "by" in inspect.signature(function).parameters:
                    yield f"{model.__name__}.{name}"


def test_every_verb_is_here() -> None:
    assert set(verbs_in_models()) == VERBS.keys() | NO_HISTORY.keys()


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_is_signed_by_who_did_it(name: str, world: World) -> None:
    """Also where somebody else did what came before, and where nobody is signed in, as in a command."""
    rows = VERBS[name](world, by=world.asan, at=at(TODAY))
    assert rows
    for row in rows:
        latest = row.history.latest()
        assert latest.history_user == world.asan, row
        for field in latest.tracked_fields:
            assert getattr(latest, field.attname) == getattr(row, field.attname), (row, field)


@pytest.mark.parametrize("name", VERBS)
def test_a_reason_is_kept_beside_the_change(name: str, world: World) -> None:
    takes_reason = "reason" in inspect.signature(VERBS[name]).parameters or REASON in inspect.getsource(VERBS[name])
    if not takes_reason:
        return
    row = VERBS[name](world, by=world.asan, at=at(TODAY))[0]
    written = [getattr(row, f.attname) for f in row._meta.concrete_fields]
    assert REASON in [*written, row.history.latest().history_change_reason]


# --- Corrections by administrators ----------------------------------------------------------------------------------


def corrected() -> list[type[models.Model]]:
    """Models that keep a history and can be changed on the administrators' site."""
    pages = admin.site._registry.items()
    return [model for model, page in pages if hasattr(model, "history") and not isinstance(page, ReadOnlyAdmin)]


def row_of(model: type[models.Model], world: World) -> models.Model:
    """One of the world's own, made where it has none."""
    made = {
        "Submission": return_, "Exemption": revoke_exemption, "Postponement": postpone, "Plan": plan_record,
        "Conference": conference_record, "BranchSchedule": branch_schedule, **congress_verbs.MADE, **conference_verbs.MADE,
        **membership_verbs.MADE, **indicator_verbs.MADE,
        **training_verbs.MADE,
        **inspection_verbs.MADE,
    }  # fmt: skip
    if not model._default_manager.exists() and model.__name__ in made:
        made[model.__name__](world, by=world.saule, at=at(TODAY))
    if model is Campaign or (model.__name__ in {"Window", "CongressDate"} and not Campaign.objects.exists()):
        campaign = campaign_of(world)
        days = {"first_day": JULY, "last_day": AUGUST, "decided_on": JULY, "source": "письмо"}
        campaign.windows.create(level="member", **days)
        campaign.congress_dates.create(raw="июль", **days)
    return model._default_manager.order_by("pk").last()


def page(model: type[models.Model], kind: str, *arguments: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{kind}", args=arguments)


def form_of(answer: Any) -> dict[str, Any]:
    form = answer.context["adminform"].form
    data: dict[str, Any] = {}
    for name in form.fields:
        value = form[name].value()
        data[form.add_prefix(name)] = "" if value is None else value
    for formset in answer.context["inline_admin_formsets"]:
        for hidden in formset.formset.management_form:
            data[hidden.html_name] = hidden.value()
    return data


def a_correction(data: dict[str, Any], model: type[models.Model]) -> tuple[str, str, Any]:
    """A field in which any words may be written, or a day: its name, what is sent, what is then kept."""
    texts = (models.CharField, models.TextField)
    for field in model._meta.concrete_fields:
        plain = (
            isinstance(field, texts)
            and not field.choices
            and not isinstance(field, (models.SlugField, models.URLField))
        )
        plain = (
            plain
            and not isinstance(field, models.EmailField)
            and not field.unique
            and field.name not in {"raw", "kind"}
        )
        if plain and field.name in data and (field.max_length or 1000) > 100:
            return field.name, "Исправлено", "Исправлено"
    if model is PacketDocument:
        return "number", "12-а", "12-а"
    if model in (FormAsked, TrainingAsked):
        return "year", "2021", 2021
    assert model is Obligation, "Say here what can be corrected in it."
    return "opens_on", "01.08.2023", date(2023, 8, 1)


@pytest.mark.parametrize("model", corrected(), ids=lambda model: model.__name__)
def test_a_correction_is_signed_and_its_author_not_forged(
    model: type[models.Model], world: World, signed_in: Any
) -> None:
    row = row_of(model, world)
    client = signed_in(world.asan)
    address = page(model, "change", row.pk)
    data = form_of(client.get(address))
    field, sent, kept = a_correction(data, model)
    authors = [f for f in row._meta.concrete_fields if f.related_model is get_user_model() and f.name.endswith("_by")]
    people = {f.attname: getattr(row, f.attname) for f in authors}
    forged = dict.fromkeys(people, world.leila.pk) | {name.removesuffix("_id"): world.leila.pk for name in people}
    forged |= {"history_user": world.leila.pk, "history_user_id": world.leila.pk, "_history_user": world.leila.pk}
    before = row.history.count()
    answer = client.post(address, forged | data | {field: sent, "change_reason": REASON} | forged)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    row.refresh_from_db()
    latest = row.history.latest()
    assert getattr(row, field) == kept
    assert (latest.history_user, latest.history_change_reason) == (world.asan, REASON)
    assert row.history.count() == before + 1
    assert {name: getattr(row, name) for name in people} == people


@pytest.mark.parametrize("model", corrected(), ids=lambda model: model.__name__)
def test_history_is_neither_changed_nor_deleted(model: type[models.Model], world: World, signed_in: Any) -> None:
    """Not by the pages of the history, not by deleting its object, one or many, not by any page of its own."""
    row = row_of(model, world)
    client = signed_in(world.asan)
    if not row.history.exists():
        row.save()
    entry = row.history.latest()
    before = list(row.history.values())
    assert type(entry) not in admin.site._registry
    assert client.get(page(model, "history", row.pk)).status_code == 200
    old = page(model, "simple_history", row.pk, entry.pk)
    forged = {"change_reason": REASON, "history_user": world.leila.pk, "_change_history": "1", "_save": "1"}
    for address in (old, page(model, "history", row.pk), page(model, "delete", row.pk)):
        answer = client.post(address, forged | {"post": "yes"})
        assert answer.status_code in {302, 403, 405} or address.endswith("/history/"), address
    for action in ("delete_selected", "delete_without_historical_record"):
        client.post(page(model, "changelist"), {"action": action, "_selected_action": [row.pk], "post": "yes"})
    assert type(row)._default_manager.filter(pk=row.pk).exists()
    assert list(row.history.values()) == before


def test_no_page_belongs_to_a_history() -> None:
    historical = [model for model in apps.get_models() if hasattr(model, "history_user_id")]
    assert len(historical) > 10
    for model in historical:
        with pytest.raises(NoReverseMatch):
            page(model, "changelist")


def test_who_did_something_is_no_field_of_any_correction(world: World, rf: Any) -> None:
    """The users in returned_by, recorded_by and their like are shown there, never chosen."""
    request = rf.get("/")
    request.user = world.asan
    chosen = set()
    for model, pages in admin.site._registry.items():
        if not pages.has_change_permission(request):
            continue
        form = pages.get_form(request, model._default_manager.first() or model())
        for name in form.base_fields:
            field = next((f for f in model._meta.get_fields() if f.name == name), None)
            to_user = getattr(field, "related_model", None) is get_user_model()
            if name.endswith(("_by", "_at")) and (to_user or isinstance(field, models.DateTimeField)):
                chosen.add(f"{model.__name__}.{name}")
    assert chosen == set()


# --- Verbs on pages -------------------------------------------------------------------------------------------------


def test_a_page_takes_no_author_from_its_form(world: World, signed_in: Any) -> None:
    """Names of authors, moments and histories are sent along: the person signed in stands in the books."""
    client, obligation = signed_in(world.saule), world.obligation
    address = reverse("reporting:exempt", args=[obligation.pk])
    page = client.get(address)
    form = page.context["form"]
    names = ("by", "history_user", "history_user_id", "_history_user", "decided_by", "decided_by_id", "user")
    data = {form.add_prefix(name): form[name].value() or "" for name in form.fields}
    data |= {"reason": REASON, "decided_on": "04.09.2023"} | dict.fromkeys(names, world.leila.pk)
    data |= {"decided_at": "2020-01-01 00:00", "at": "2020-01-01 00:00", "history_date": "2020-01-01 00:00"}
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.context["form"].errors
    exemption = obligation.exemptions.get()
    entry = exemption.history.latest()
    assert exemption.decided_by == entry.history_user == world.saule
    assert exemption.decided_at.date() == entry.history_date.date() == TODAY
    assert not type(entry).objects.filter(history_user=world.leila).exists()


def test_a_chair_signs_as_nobody_else(world: World, signed_in: Any) -> None:
    client, obligation = signed_in(world.aigul), world.obligation
    page = f"/reporting/obligations/{obligation.pk}"
    forged = {"submitted_by": world.leila.pk, "signed_by": world.leila.person.pk, "received_on": "2023-08-01", "by": 1}
    client.post(f"{page}/answer/", {"text": "Сделано", "action": "check", "version": 0, **forged})
    sent = {"token": str(uuid4()), "version": 1, "files": "", **forged}
    assert client.post(f"{page}/submit/", sent).status_code == 302
    submission = obligation.submissions.get()
    assert (submission.submitted_by, submission.signed_by) == (world.aigul, world.aigul.person)
    assert submission.received_on == TODAY
    assert submission.history.latest().history_user == world.aigul
