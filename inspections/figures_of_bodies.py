"""Figures from the registry: bodies below, territories nobody covers, people in office, the reserve, bodies that advise."""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from inspections.figures_known import YES_NO, About, Figures
from membership.models import UncoveredTerritory
from organizations.access import path_of, within
from organizations.models import Appointment, ConsultativeBody, Level, Organization
from organizations.models.organization import PARENT_LEVELS
from organizations.personnel import Personnel, personnel_of

BELOW = {Level.BRANCH: _("Branches in the registry"), Level.PRIMARY: _("Primary organizations in the registry")}
ADVISING = {
    ConsultativeBody.Kind.YOUTH: ("youth_council", _("Youth council of the organization")),
    ConsultativeBody.Kind.WOMEN: ("women_commission", _("Commission on working women of the organization")),
}


def figures(about: About) -> Figures:
    known = personnel_of(about.user, [about.organization], about.day)[0]
    yield from _structure(about)
    yield from _personnel(about, known)
    yield from _terms(about)
    yield from _advising(about, known)


def _structure(about: About) -> Figures:
    """Which bodies stand below it on the day, whatever its reports say of them."""
    under = Organization.objects.visible_to(about.user).filter(_under(about))
    numbers = dict(under.existing_on(about.day).values_list("level").annotate(n=Count("pk")).order_by())
    for level, title in BELOW.items():
        if about.organization.level in PARENT_LEVELS[level]:
            url = about.url("organizations:organizations", parent=about.organization.code, level=level.value)
            yield about.figure("structure", f"{level.value}_bodies", title, numbers.get(level, 0), url=url)
    if about.organization.level == Level.MEMBER:
        url = about.url("membership:uncovered", organization=about.organization.code)
        title = _("Territories without a branch in the registry")
        yield about.figure("structure", "uncovered", title, _uncovered(about), url=url)


def _uncovered(about: About) -> int | None:
    """Of whom no territory was ever entered, nothing is known."""
    entered = UncoveredTerritory.objects.visible_to(about.user).filter(organization=about.organization)
    return entered.standing_on(about.day).count() if entered.exists() else None


def _under(about: About) -> Q:
    return within(path_of(about.organization)) & ~Q(pk=about.organization.pk)


def _personnel(about: About, known: Personnel) -> Figures:
    """An office, a reserve, an answer that nobody has entered is not known, and not zero."""
    url = about.url("organizations:personnel", q=about.organization.code)
    told = {
        name: any(getattr(one, name) is not None for one in known.offices) for name in ("is_full_time", "from_reserve")
    }
    for code, title, value in (
        ("in_office", _("In office: chair, deputies, secretaries"), len(known.offices) or None),
        ("full_time", _("Full-time among those in office"), known.full_time if told["is_full_time"] else None),
        (
            "from_reserve",
            _("From the reserve among those in office"),
            known.from_reserve if told["from_reserve"] else None,
        ),
        ("office_age", _("Average age of those in office"), known.office_age),
        ("reserve", _("People in the reserve"), len(known.reserve) or None),
        ("reserve_age", _("Average age of the reserve"), known.reserve_age),
    ):
        yield about.figure("personnel", code, title, value, url=url)


def _terms(about: About) -> Figures:
    """Of the chairs of the bodies below: who is in office, and whose term has passed."""
    chairs = Appointment.objects.visible_to(about.user).chairs_on(about.day).order_by()
    below = chairs.filter(within(path_of(about.organization), "organization__path")).exclude(
        organization=about.organization
    )
    numbers = below.aggregate(
        chairs=Count("organization", distinct=True),
        told=Count("organization", distinct=True, filter=Q(term_end__isnull=False)),
        over=Count("organization", distinct=True, filter=Q(term_end__lt=about.day)),
    )
    url = about.url("organizations:organizations", parent=about.organization.code)
    in_office, told = numbers["chairs"] or None, numbers["told"]
    yield about.figure("personnel", "chairs_below", _("Chairs in office below it"), in_office, url=url)
    over = numbers["over"] if told else None
    yield about.figure("personnel", "terms_over", _("Chairs below it whose term has ended"), over, url=url)


def _advising(about: About, known: Personnel) -> Figures:
    """Nobody enters that there is none."""
    kinds = {one.kind for one in known.bodies}
    url = about.url("organizations:personnel", q=about.organization.code)
    for kind, (code, title) in ADVISING.items():
        yield about.figure("youth_and_women", code, title, 1 if kind in kinds else None, YES_NO, url=url)
