"""The tree and its history, names, people and appointments."""

from organizations.models.organization import (
    Alias,
    FormerName,
    Kind,
    LegalKind,
    Level,
    Organization,
    Placement,
    SocialChannel,
)
from organizations.models.people import Appointment, Person
from organizations.models.region import Region

__all__ = [
    "Alias",
    "Appointment",
    "FormerName",
    "Kind",
    "LegalKind",
    "Level",
    "Organization",
    "Person",
    "Placement",
    "Region",
    "SocialChannel",
]
