"""The tree and its history, names, people and appointments."""

from organizations.models.channel import SocialChannel
from organizations.models.names import Alias, FormerName
from organizations.models.organization import Kind, LegalKind, Level, Organization
from organizations.models.people import Appointment, Person
from organizations.models.placement import Placement
from organizations.models.region import Region
from organizations.models.reserve import ConsultativeBody, ReserveEntry

__all__ = [
    "Alias",
    "Appointment",
    "ConsultativeBody",
    "FormerName",
    "Kind",
    "LegalKind",
    "Level",
    "Organization",
    "Person",
    "Placement",
    "Region",
    "ReserveEntry",
    "SocialChannel",
]
