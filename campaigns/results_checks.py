"""What figures of a conference can and cannot be: one set of rules for the form, imports, the hand-in and the database.

Source: campaigns.md, section 5, "Checks". Pure: a figure is a whole number or None, which is no data.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _, ngettext

from documents.cells import grouped

Figures = Mapping[str, Any]
Labels = Mapping[str, str | Promise]
Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Finding:
    """What is wrong. `field` is where it is said, `fields` are the figures that collide."""

    code: str
    field: str
    fields: tuple[str, ...]
    sentence: str
    severity: Severity = "error"


@dataclass(frozen=True)
class AtMost:
    """The parts together are not more than the whole."""

    code: str
    parts: tuple[str, ...]
    whole: str

    def check(self, figures: Figures, labels: Labels) -> Finding | None:
        known = [part for part in self.parts if figures.get(part) is not None]
        whole = figures.get(self.whole)
        if not known or whole is None:
            return None
        together = sum(figures[part] for part in known)
        if together <= whole:
            return None
        sentence = self.sentence.format(
            part=", ".join(str(labels[part]) for part in self.parts),
            n=grouped(together),
            whole=labels[self.whole],
            most=grouped(whole),
        )
        return Finding(self.code, known[-1], (*self.parts, self.whole), sentence)

    @property
    def sentence(self) -> str:
        """With places for the names and the numbers; the page fills them in as one types."""
        if len(self.parts) == 1:
            return _("“{part}” is {n}: it cannot be more than “{whole}”, which is {most}.")
        return _("Together {n} ({part}): it cannot be more than “{whole}”, which is {most}.")


def _at_most(part: str, whole: str) -> AtMost:
    return AtMost(f"{part}_over_{whole}", (part,), whole)


# Of one conference, and of all of a level together.
COMMON = (
    _at_most("took_part", "registered"),
    _at_most("delegates_present", "delegates_elected"),
    _at_most("body_women", "body_size"),
    _at_most("body_youth", "body_size"),
    _at_most("body_first_time", "body_size"),
)
OF_CONFERENCE = (*COMMON, _at_most("chair_years", "chair_age"))
# How many of the organizations that held: each of these is counted among them.
AMONG_HELD = (
    "with_quorum",
    "chairs_replaced",
    "chairs_first_time",
    "chairs_women",
    "chairs_youth",
    "chairs_higher_education",
    "chairs_long_serving",
)
# What every organization that held is counted in once.
SPLITS = (
    AtMost("assessments_over_held", ("satisfactory", "unsatisfactory", "not_assessed"), "organizations_held"),
    AtMost("engagement_over_held", ("chairs_full_time", "chairs_voluntary"), "organizations_held"),
    AtMost("voting_over_held", ("voting_open", "voting_secret", "voting_online"), "organizations_held"),
)
OF_LEVEL = (
    *COMMON,
    _at_most("organizations_held", "organizations_total"),
    _at_most("chairs_from_reserve", "chairs_replaced"),
    *(_at_most(part, "organizations_held") for part in AMONG_HELD),
    *SPLITS,
)


def of_conference(figures: Figures, labels: Labels, *, has_quorum: bool | None = None) -> list[Finding]:
    """Everything that is wrong or strange with the figures of one conference or meeting."""
    return [
        *_broken(OF_CONFERENCE, figures, labels),
        *_reserve(figures),
        *_quorum(figures, has_quorum),
        *_speakers(figures),
        *_trained(figures),
        *_candidates(figures),
    ]


def of_level(figures: Figures, labels: Labels) -> list[Finding]:
    """The same of the consolidated figures of a level; the sum from below is compared apart (`differences`)."""
    return [
        *_broken(OF_LEVEL, figures, labels),
        *_without_whole(figures, labels),
        *_incomplete(figures, labels),
        *_trained(figures),
    ]


def errors(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity == "error"]


def warnings(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity == "warning"]


def differences(stated: Figures, summed: Figures, names: Sequence[str]) -> dict[str, int]:
    """By how much the stated figures differ from the sum; only where both are known."""
    found = {
        name: stated[name] - summed[name]
        for name in names
        if stated.get(name) is not None and summed.get(name) is not None
    }
    return {name: by for name, by in found.items() if by}


# --- The rules one by one --------------------------------------------------------------------------------


def _broken(rules: Sequence[AtMost], figures: Figures, labels: Labels) -> Iterator[Finding]:
    return filter(None, (rule.check(figures, labels) for rule in rules))


def _reserve(figures: Figures) -> Iterator[Finding]:
    """From the reserve ≤ replaced, of a single chair."""
    if figures.get("chair_from_reserve") and figures.get("chair_replaced") is False:
        sentence = _("A chair elected from the reserve is a new one, but it says that the chair was not replaced.")
        yield Finding("reserve_not_replaced", "chair_from_reserve", ("chair_from_reserve", "chair_replaced"), sentence)


def _quorum(figures: Figures, has_quorum: bool | None) -> Iterator[Finding]:
    """A fact to be known, not a mistake of whoever writes it down."""
    if has_quorum is False:
        fields = ("took_part", "registered", "delegates_present", "delegates_elected")
        sentence = _("There was no quorum. The results can be handed in; the higher body will look into it.")
        place = "delegates_present" if figures.get("delegates_elected") is not None else "took_part"
        yield Finding("no_quorum", place, fields, sentence, "warning")


def _speakers(figures: Figures) -> Iterator[Finding]:
    present = figures.get("took_part") if figures.get("took_part") is not None else figures.get("delegates_present")
    speakers = figures.get("speakers")
    if speakers is not None and present is not None and speakers > present:
        sentence = _("More people spoke ({speakers}) than were present ({present}). Guests may speak too: check it.")
        words = sentence.format(speakers=grouped(speakers), present=grouped(present))
        yield Finding("speakers_over_present", "speakers", ("speakers",), words, "warning")


def _trained(figures: Figures) -> Iterator[Finding]:
    if figures.get("seminars") == 0 and figures.get("seminar_trained"):
        sentence = _("People were trained, but no seminar was held. Check both numbers.")
        yield Finding(
            "trained_without_seminar", "seminar_trained", ("seminars", "seminar_trained"), sentence, "warning"
        )


def _candidates(figures: Figures) -> Iterator[Finding]:
    if figures.get("candidates") == 0:
        sentence = _("A chair was elected, but there was no candidate. Check the number.")
        yield Finding("no_candidate", "candidates", ("candidates",), sentence, "warning")


def _without_whole(figures: Figures, labels: Labels) -> Iterator[Finding]:
    """A part without its whole gives no share, and cannot be checked."""
    missing: dict[str, str] = {}
    for rule in OF_LEVEL:
        if figures.get(rule.whole) is None and any(figures.get(part) is not None for part in rule.parts):
            missing.setdefault(rule.whole, next(part for part in rule.parts if figures.get(part) is not None))
    for whole, part in missing.items():
        sentence = _("“{part}” is given, so give “{whole}” too.").format(part=labels[part], whole=labels[whole])
        yield Finding(f"{whole}_missing", whole, (whole, part), sentence)


def _incomplete(figures: Figures, labels: Labels) -> Iterator[Finding]:
    """Every organization that held gave some assessment or none, and voted in some form."""
    held = figures.get("organizations_held")
    for rule in SPLITS:
        parts = [figures[part] for part in rule.parts if figures.get(part) is not None]
        if held and parts and sum(parts) < held:
            sentence = ngettext(
                "{part}: together {n} of {held} organization that held.",
                "{part}: together {n} of {held} organizations that held.",
                held,
            ).format(
                part=", ".join(str(labels[part]) for part in rule.parts), n=grouped(sum(parts)), held=grouped(held)
            )
            yield Finding(f"{rule.code}_incomplete", rule.parts[-1], rule.parts, sentence, "warning")
