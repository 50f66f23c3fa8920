"""The parts of the results form, in the order in which people go through them (campaigns.md, section 5)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.models import Conference
from organizations.models import Level, Organization

Group = tuple[str | Promise, tuple[str, ...]]
INFORMATION = "information"
EXPLANATION = "explanation"


@dataclass(frozen=True)
class Section:
    """One page of the form: its questions in groups; `level` where they are consolidated ones of a level below."""

    code: str
    title: str | Promise
    groups: tuple[Group, ...]
    level: str = ""
    hint: str | Promise = ""

    @property
    def prefix(self) -> str:
        return f"{self.level}_" if self.level else ""

    @property
    def figures(self) -> Iterator[str]:
        """Columns of its model, without the prefix."""
        return (name for _title, names in self.groups for name in names)

    @property
    def names(self) -> list[str]:
        """Fields of the form."""
        return [*(self.prefix + name for name in self.figures), *([self.prefix + EXPLANATION] if self.level else [])]


def _section(code: str, title: str | Promise, *names: str, hint: str | Promise = "") -> Section:
    return Section(code, title, (("", names),), hint=hint)


OF_MEETING = _section("attendance", _("Attendance"), "registered", "took_part")
OF_CONFERENCE = _section("attendance", _("Attendance"), "delegates_elected", "delegates_present")
WORK = _section("work", _("Course of the work"), "speakers", "proposals", "assessment")
BODIES = _section(
    "bodies",
    _("Elected bodies"),
    "body_size",
    "body_women",
    "body_youth",
    "body_first_time",
    hint=_("Committee, audit commission and the other bodies that were elected, together."),
)
CHAIR = _section(
    "chair",
    _("Chair"),
    "voting_form",
    "candidates",
    "chair_replaced",
    "chair_first_time",
    "chair_from_reserve",
    "chair_sex",
    "chair_age",
    "chair_education",
    "chair_years",
    "chair_engagement",
    hint=_("Of the chair who was elected."),
)
GUESTS = _section("guests", _("Guests"), "guests_higher_body", "guests_social_partner", "guests_local_authority")
PREPARATION = _section("preparation", _("Preparation and publicity"), "seminars", "seminar_trained", "publications")
WRITTEN = _section(
    "information",
    _("Written information"),
    INFORMATION,
    hint=_("What the figures do not say: course, questions raised, difficulties. Files may be added."),
)
LEVEL_GROUPS: tuple[Group, ...] = (
    (_("Organizations"), ("organizations_total", "organizations_held")),
    (
        _("Attendance"),
        ("registered", "took_part", "delegates_elected", "delegates_present", "with_quorum"),
    ),
    (
        _("Course of the work"),
        ("speakers", "proposals", "satisfactory", "unsatisfactory", "not_assessed"),
    ),
    (_("Elected bodies"), ("body_size", "body_women", "body_youth", "body_first_time")),
    (
        _("Chairs"),
        (
            "chairs_replaced",
            "chairs_first_time",
            "chairs_from_reserve",
            "chairs_women",
            "chairs_youth",
            "chairs_higher_education",
            "chairs_long_serving",
            "chairs_full_time",
            "chairs_voluntary",
        ),
    ),
    (_("Voting"), ("voting_open", "voting_secret", "voting_online", "candidates")),
    (_("Guests"), ("guests_higher_body", "guests_social_partner", "guests_local_authority")),
    (_("Preparation and publicity"), ("seminars", "seminar_trained", "publications")),
)
LEVEL_ORDER = tuple(name for _title, names in LEVEL_GROUPS for name in names)
LEVEL_TITLES: dict[str, str | Promise] = {
    Level.MEMBER: _("Member organizations"),
    Level.BRANCH: _("Branches"),
    Level.PRIMARY: _("Primary organizations"),
}
LEVEL_HINT = _(
    "All of this level below you together. Leave the whole page empty to hand in the sum of what came in from below."
)


def of_level(level: str) -> Section:
    return Section(level, LEVEL_TITLES[level], LEVEL_GROUPS, level, LEVEL_HINT)


def sections_of(organization: Organization, conference: Conference) -> list[Section]:
    """A meeting asks for members on the register, a conference for delegates; then the levels below."""
    attendance = OF_MEETING if conference.kind == Conference.Kind.MEETING else OF_CONFERENCE
    below = {Level.MEMBER: (Level.BRANCH, Level.PRIMARY), Level.BRANCH: (Level.PRIMARY,)}
    levels = below.get(Level(organization.level), ())
    return [attendance, WORK, BODIES, CHAIR, GUESTS, PREPARATION, WRITTEN, *map(of_level, levels)]
