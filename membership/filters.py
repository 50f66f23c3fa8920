"""What the tables of the membership are narrowed to, and the organizations and years that a reader then sees."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Q, Subquery
from django.utils.translation import gettext_lazy as _

from documents.registry import WHOLE_UNION, BadFilter, refuse_unknown
from documents.tables import Words
from membership.models import MembershipReport
from organizations.access import PERMISSIONS, Permission, appointments_of, path_of, within
from organizations.models import Level, Organization, Region
from reporting.filters import ALL_LEVELS, Filters as ListFilters, Understood

YEARS_OF_A_TREND = 10
FIGURES_OF_A_TREND: tuple[tuple[str, Words], ...] = (
    ("members_employed", _("Employed members")),
    ("members_total", _("Members in all")),
    ("employees_total", _("Employees in all")),
    ("coverage", _("Coverage, %")),
)
UNDERSTOOD = Understood(("year", "level", "region", "organization", "parent"), level=Level.MEMBER)
TREND = Understood((*UNDERSTOOD.names, "figure"), level=Level.MEMBER)
SUMS = Understood(("year", "region", "organization", "parent"), level=Level.MEMBER)


class Filters(ListFilters):
    """Bound to an address or to the words of a command."""

    year = forms.ChoiceField(label=_("State on 1 January of"), required=False)  # type: ignore[assignment]
    figure = forms.ChoiceField(label=_("Figure"), required=False, choices=FIGURES_OF_A_TREND)

    def __init__(self, data: Any, *, user: Any, as_of: date, understood: Understood) -> None:
        self.as_of = as_of
        self.roots = roots_of(user)
        super().__init__(data, user=user, understood=replace(understood, level=self._level(understood)))

    def _level(self, understood: Understood) -> str:
        """A chair's lists open on the own organization."""
        return self.roots[0].level if self.roots else understood.level

    def _offer(self) -> None:
        """Not by the list's own ways: its years and levels are others, and the regions are needed beside. What nobody
        looks at is not asked for."""
        for name, choices in {
            "year": lambda: [(str(year), str(year)) for year in self.years],
            "level": lambda: [*Level.choices[1:], (ALL_LEVELS, _("all levels"))],
            "region": lambda: [("", _("all")), *((one.iso, one.name) for one in self.regions)],
        }.items():
            if name in self.fields:
                self.fields[name].choices = choices  # type: ignore[attr-defined]
        if self.roots and "region" in self.fields:
            self.fields["region"].widget = forms.HiddenInput()

    @cached_property
    def regions(self) -> list[Region]:
        return list(Region.objects.all())

    @cached_property
    def years(self) -> Sequence[int]:
        """From the latest with reports that count on the day down to the first ever reported."""
        first = MembershipReport.objects.visible_to(self.user).order_by("year").values("year")[:1]
        # Nobody hands in more than a year ahead: the database need not look at what came later than the day.
        current = MembershipReport.objects.visible_to(self.user).current_on(self.as_of)
        latest = current.filter(year__lte=self.as_of.year + 1).order_by("-year").annotate(first=Subquery(first))
        found = latest.values_list("year", "first").first()
        return range(found[0], found[1] - 1, -1) if found else ()


def roots_of(user: Any) -> list[Organization]:
    """The bodies a person sees from, none under another; empty for those who see the whole union."""
    if user is WHOLE_UNION:
        return []
    seen = {
        path_of(one.organization): one.organization
        for one in appointments_of(user)
        if Permission.SEE in PERMISSIONS[one.position]
    }
    topmost = [seen[path] for path in sorted(seen) if not any(path != one and path.startswith(one) for one in seen)]
    return [] if any(one.level == Level.UNION for one in topmost) else topmost


class Scope:
    """The rows and the sums of a page: for whom, on what day, through which filters."""

    def __init__(self, form: Filters, *, today: date | None = None) -> None:
        """`today`: as in `with_status`."""
        self.form, self.user, self.as_of, self.today = form, form.user, form.as_of, today
        self.chosen = form.chosen

    @classmethod
    def from_words(cls, words: Mapping[str, str], *, user: Any, as_of: date, understood: Understood) -> "Scope":
        """For the command line: what a page would mark in its form is refused here."""
        refuse_unknown(words, understood.names)
        form = Filters(words, user=user, as_of=as_of, understood=understood)
        if not form.is_valid():
            raise BadFilter(" ".join(form.refusals()))
        return cls(form)

    @property
    def year(self) -> int | None:
        """The year asked for, else the latest there is."""
        asked = self.chosen.get("year")
        return int(asked) if asked else next(iter(self.form.years), None)

    @property
    def trend(self) -> list[int]:
        """Ten years up to the one shown, the first of them not before the first ever reported."""
        if self.year is None:
            return []
        first = max(self.year - YEARS_OF_A_TREND + 1, min(self.form.years))
        return list(range(first, self.year + 1))

    @property
    def figure(self) -> str:
        return str(self.chosen.get("figure") or FIGURES_OF_A_TREND[0][0])

    @property
    def figure_title(self) -> Words:
        return dict(FIGURES_OF_A_TREND)[self.figure]

    @property
    def is_ranked(self) -> bool:
        """Rows of several levels, or of one that has few: only primary organizations are thousands."""
        return self.chosen.get("level") != Level.PRIMARY

    @property
    def visible(self) -> Any:
        return Organization.objects.visible_to(self.user)

    @property
    def sees_all(self) -> bool:
        """Sums over the member organizations of the whole union, or of a region."""
        return not self.form.roots and not self.form.named.keys() & {"organization", "parent"}

    @property
    def whole(self) -> Organization | None:
        """The one body that the sums speak of, where it is not the union."""
        named = self.form.named
        if body := named.get("organization") or named.get("parent"):
            return body if body.level != Level.UNION else None
        return self.form.roots[0] if len(self.form.roots) == 1 else None

    @property
    def rows(self) -> Q:
        found = ~Q(level=Level.UNION)
        if (level := self.chosen.get("level", ALL_LEVELS)) != ALL_LEVELS:
            found &= Q(level=level)
        if region := self.chosen.get("region"):
            found &= Q(region=region)
        if organization := self.form.named.get("organization"):
            found &= Q(pk=organization.pk)
        if parent := self.form.named.get("parent"):
            found &= within(path_of(parent)) & ~Q(pk=parent.pk)
        return found

    @property
    def tops(self) -> Q:
        if self.whole:
            return Q(pk=self.whole.pk)
        if self.form.roots:
            return Q(pk__in=[one.pk for one in self.form.roots])
        found = Q(level=Level.MEMBER)
        return found & Q(region=self.chosen["region"]) if self.chosen.get("region") else found
