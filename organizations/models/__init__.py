"""The tree and its history, names, people and appointments."""

from organizations.models.channel import SocialChannel
from organizations.models.names import Alias, FormerName
from organizations.models.organization import Kind, LegalKind, Level, Organization
from organizations.models.people import Appointment, Person
from organizations.models.placement import Placement
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
