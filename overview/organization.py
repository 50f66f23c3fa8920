"""One organization as of a day: everything the rooms below know of it, gathered for its page."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from documents.cutting import Looked
from documents.dates import long_day, short_day
from documents.tables import Table
from organizations import changes
from organizations.access import Permission, Position, address_in_sight, can, within
from organizations.models import Appointment, Level, Organization
from organizations.personnel import Personnel, personnel_of
from organizations.sign_in import may_appoint
from overview.discipline import Discipline
from overview.organization_work import Work
from reporting import calls, kinds
from reporting.models import Call, Obligation
from reporting.tables import obligations

# Contacts nobody has confirmed for a year are not to be relied on in an emergency.
CONTACTS_AGE = timedelta(days=365)
FEW = 12
BELOW = (Level.MEMBER, Level.BRANCH, Level.PRIMARY)
APPARATUS = (Position.STAFF, Position.CONTROLLER, Position.LEADERSHIP, Position.ADMINISTRATOR)


@dataclass
class Dossier:
    organization: Organization
    user: Any
    as_of: date
    today: date

    # --- What the reader may do -----------------------------------------------------------------

    @cached_property
    def keeps(self) -> bool:
        return can(self.user, Permission.KEEP_REGISTRY, self.organization)

    @cached_property
    def appoints(self) -> bool:
        return may_appoint(self.user, self.organization)

    @cached_property
    def updates_contacts(self) -> bool:
        """Whoever fills in reports of an organization keeps its contacts fresh, too."""
        return not self.keeps and can(self.user, Permission.FILL, self.organization)

    # --- Where it stands ------------------------------------------------------------------------

    @cached_property
    def crumbs(self) -> list[dict[str, str]]:
        """The bodies above by name; a link to those the reader may look at."""
        path = self.organization.path or ""
        paths = [path[:end] for end in range(6, len(path), 6)]
        visible = set(Organization.objects.visible_to(self.user).filter(path__in=paths).values_list("pk", flat=True))
        above = [
            {"title": one.name, "url": one.get_absolute_url() if one.pk in visible else ""}
            for one in Organization.objects.filter(path__in=paths).order_by("path")
        ]
        return [*above, {"title": self.organization.name, "url": ""}]

    @cached_property
    def below(self) -> list[dict[str, Any]]:
        """How many bodies of each level stand below on the day, with the address of their list."""
        under = self._existing_below().values_list("level").annotate(n=Count("pk")).order_by()
        numbers = dict(under)
        list_url = reverse("organizations:organizations")
        return [
            {
                "title": level.label,
                "count": numbers[level],
                "url": f"{list_url}?parent={self.organization.code}&level={level}",
            }
            for level in BELOW
            if numbers.get(level)
        ]

    @cached_property
    def children(self) -> list[Organization]:
        """The first few directly below, with their chairs."""
        direct = self._existing_below().filter(parent=self.organization)
        return list(direct.with_chair(self.as_of).with_reachability(self.as_of).in_order()[: FEW + 1])

    @property
    def has_more_children(self) -> bool:
        return len(self.children) > FEW

    def _existing_below(self) -> Any:
        under = Organization.objects.visible_to(self.user).filter(within(self.organization.path or ""))
        return under.exclude(pk=self.organization.pk).existing_on(self.as_of)

    # --- Passport -------------------------------------------------------------------------------

    @property
    def passport(self) -> list[dict[str, Any]]:
        one = self.organization
        return [
            {"key": _("Legal name in Kazakh"), "value": one.legal_name_kk},
            {"key": _("Legal name in Russian"), "value": one.legal_name_ru},
            {"key": _("Short name in Kazakh"), "value": one.short_kk},
            {"key": _("Short name in Russian"), "value": one.short_ru},
            {"key": _("Level"), "value": one.get_level_display()},
            {"key": _("Kind"), "value": one.get_kind_display()},
            {"key": _("Legal kind"), "value": one.get_legal_kind_display()},
            {"key": _("BIN"), "value": one.bin},
            {"key": _("Region"), "value": one.region},
            {"key": _("Code"), "value": one.code},
            *self._days(),
        ]

    def _days(self) -> list[dict[str, Any]]:
        one = self.organization
        days = [
            (_("Founded on"), one.founded_on),
            (_("Founding conference on"), one.founding_conference_on),
            (_("Bears its present names from"), one.names_from),
            (_("Closed on"), one.closed_on),
        ]
        rows = [{"key": key, "value": long_day(day)} for key, day in days if day]
        if one.predecessor:
            rows.append(
                {
                    "key": _("Predecessor"),
                    "value": one.predecessor.name,
                    "url": address_in_sight(self.user, one.predecessor),
                }
            )
        rows += [
            {"key": _("Successor"), "value": s.name, "url": address_in_sight(self.user, s)}
            for s in one.successors.all()
        ]
        return rows

    @property
    def contacts(self) -> list[dict[str, Any]]:
        one = self.organization
        confirmed = one.contacts_confirmed_on
        return [
            {"key": _("Telephone"), "value": one.phone, "phone": one.phone},
            {"key": _("E-mail"), "value": one.email, "email": one.email},
            {"key": _("Address"), "value": one.address},
            {"key": _("Site"), "value": one.site, "url": one.site},
            *(
                {"key": channel.get_kind_display(), "value": channel.address, "note": _confirmed(channel.confirmed_on)}
                for channel in one.social_channels.all()
            ),
            {"key": _("Contacts confirmed on"), "value": long_day(confirmed) if confirmed else ""},
        ]

    # --- What is out of order -------------------------------------------------------------------

    @cached_property
    def flags(self) -> list[str]:
        one, told = self.organization, []
        if one.closed_on and one.closed_on <= self.as_of:
            told.append(_("Closed on {day}.").format(day=long_day(one.closed_on)))
            return told
        if self.is_suspended and one.suspended_on:
            told.append(_("Suspended since {day}.").format(day=long_day(one.suspended_on)))
        if not any(office.person.is_reachable for office in self.offices):
            told.append(_("Nobody here can be reached: no person in office has a telephone or an e-mail."))
        if one.contacts_confirmed_on is None:
            told.append(_("The contacts have never been confirmed."))
        elif one.contacts_confirmed_on < self.today - CONTACTS_AGE:
            told.append(_("The contacts were last confirmed on {day}.").format(day=long_day(one.contacts_confirmed_on)))
        return told

    @cached_property
    def is_suspended(self) -> bool:
        one = self.organization
        over = one.resumed_on is not None and one.resumed_on <= self.as_of
        return one.suspended_on is not None and one.suspended_on <= self.as_of and not over

    # --- People ---------------------------------------------------------------------------------

    @cached_property
    def _all_offices(self) -> list[Appointment]:
        everybody = Appointment.objects.visible_to(self.user).filter(organization=self.organization)
        return list(everybody.select_related("person__user", "organization").order_by("-from_day", "-pk"))

    @cached_property
    def offices(self) -> list[Appointment]:
        """Who is in office on the day, the chair first; the apparatus is shown to itself only."""
        rank = {position: number for number, position in enumerate(Position.values)}
        holding = [a for a in self._all_offices if _holds(a, self.as_of) and self._may_know(a)]
        return sorted(holding, key=lambda a: (rank[a.position], a.person.name))

    @cached_property
    def chair(self) -> Appointment | None:
        return next((a for a in self.offices if a.position == Position.CHAIR), None)

    @cached_property
    def former_offices(self) -> list[Appointment]:
        return [a for a in self._all_offices if a.ended_on and a.ended_on <= self.as_of and self._may_know(a)]

    def _may_know(self, office: Appointment) -> bool:
        return office.position not in APPARATUS or can(self.user, Permission.SEE_TABLES)

    # --- Reports and campaigns ------------------------------------------------------------------

    def obligations(self) -> Table:
        """Its own obligations, those due last on top; of a closed body, too."""
        own = Obligation.objects.visible_to(self.user).filter(organization=self.organization)
        rows = own.with_status(self.as_of).with_chair(self.as_of).with_exempt_reason(self.as_of)
        rows = rows.with_reminders(self.as_of)
        rows = rows.select_related("organization", "requirement__decree_item__decree")
        # `due_on` is computed for the day, so the types do not know it.
        rows = rows.order_by("-due_on", "pk")  # type: ignore[misc]
        columns = obligations.columns(self.day_query)
        table = Table(
            name="obligations",
            title=_("Obligations"),
            columns=columns,
            rows=Looked(rows, kinds.entitled),
            as_of=self.as_of,
            row_data=obligations.row_data,
        )
        return table.only(column.key for column in columns if not column.hidden and column.key not in WHOSE)

    @cached_property
    def discipline(self) -> Discipline:
        return Discipline(self.organization, self.user, self.as_of, self.today)

    @cached_property
    def last_call(self) -> Call | None:
        """For those who call, and for the one-page passport."""
        return calls.last_call_of(self.user, self.organization, self.as_of)

    @property
    def day_query(self) -> str:
        return f"?as_of={self.as_of.isoformat()}" if self.as_of != self.today else ""

    @cached_property
    def personnel(self) -> Personnel:
        """The reserve, bodies that advise, average ages on the day."""
        (found,) = personnel_of(self.user, [self.organization], self.as_of)
        return found

    # --- What the rooms know of its work --------------------------------------------------------

    @cached_property
    def work(self) -> Work:
        return Work(self.organization, self.user, self.as_of)

    # --- History --------------------------------------------------------------------------------

    @cached_property
    def past(self) -> list[dict[str, str]]:
        """Names borne and bodies stood under before, newest first."""
        one = self.organization
        names = [
            {"days": _span(name.valid_from, name.valid_to), "what": name.legal_name, "note": name.name}
            for name in one.former_names.all()
        ]
        places = [
            {
                "days": _span(place.from_day, place.to_day),
                "what": _("Stood under: {body}").format(body=place.parent.name),
                "note": "",
            }
            for place in one.placements.select_related("parent").exclude(to_day=None).order_by("-to_day")
        ]
        return names + places

    @cached_property
    def changes(self) -> list[dict[str, Any]]:
        return changes.entries(self.organization) if self.keeps else []

    @property
    def name_then(self) -> str:
        """The name borne on the day, where it was another."""
        then = self.organization.names_on(self.as_of).name
        return then if then != self.organization.name else ""


# Said by the heading of the page already.
WHOSE = {"organization", "organization_code", "chair", "phone", "chair_phone"}


def _holds(office: Appointment, day: date) -> bool:
    begun = office.from_day is None or office.from_day <= day
    return begun and (office.ended_on is None or office.ended_on > day)


def _confirmed(day: date | None) -> str:
    return _("confirmed on {day}").format(day=short_day(day)) if day else _("never confirmed")


def _span(first: date | None, last: date | None) -> str:
    if first and last:
        return f"{short_day(first)} – {short_day(last)}"
    if last:
        return _("until {day}").format(day=short_day(last))
    return _("from {day}").format(day=short_day(first)) if first else ""
