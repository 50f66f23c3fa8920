"""People and their offices. `today` and `user` come from the view."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy as _

from documents.fields import DayField, WholeNumberField
from organizations.access import Permission, Position, can
from organizations.fields import PhoneField
from organizations.forms.registry import DecisionForm, past_day
from organizations.models import Level, Organization, Person
from organizations.search import fold, fold_phone
from organizations.versions import VersionedForm

NEW = "new"
ELECTED = (Position.CHAIR, Position.DEPUTY, Position.SECRETARY, Position.ASSISTANT)
APPARATUS = (Position.STAFF, Position.CONTROLLER, Position.LEADERSHIP, Position.ADMINISTRATOR)


class PersonForm(VersionedForm):
    class Meta:
        model = Person
        fields = ["name_ru", "name_kk", "phone", "email", "birth_year", "education", "work_place"]

    phone = PhoneField()
    reason = forms.CharField(
        label=_("Why"), max_length=300, required=False, help_text=_("Kept in the history beside what was changed.")
    )
    birth_year = WholeNumberField(
        label=_("Year of birth"),
        required=False,
        min_value=1900,
        max_value=2100,
        widget=forms.TextInput(attrs={"class": "width-4"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["class"] = "width-30"


class OfficeForm(forms.Form):
    """Somebody takes office: a new person, or one the registry knows already, who is asked about and not doubled."""

    name_ru = forms.CharField(label=_("Full name in Russian spelling"), max_length=150, help_text=_("Surname first."))
    name_kk = forms.CharField(label=_("Full name in Kazakh spelling"), max_length=150, required=False)
    phone = PhoneField()
    email = forms.EmailField(label=_("E-mail"), required=False)
    on = DayField(label=_("In office from"), widget=forms.TextInput(attrs={"class": "width-10"}))
    elected_on = DayField(label=_("Elected on"), required=False, widget=forms.TextInput(attrs={"class": "width-10"}))
    term_end = DayField(label=_("End of term"), required=False, widget=forms.TextInput(attrs={"class": "width-10"}))
    basis = forms.CharField(
        label=_("Basis"), max_length=200, required=False, help_text=_("Minutes or decree, number and date.")
    )
    is_full_time = forms.NullBooleanField(label=_("Full-time"), required=False)
    from_reserve = forms.NullBooleanField(label=_("From the personnel reserve"), required=False)

    def __init__(self, *args: Any, user: Any, today: date, **kwargs: Any) -> None:
        self.user, self.today = user, today
        self.known: list[Person] = []
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["class"] = "width-30"
        if self.is_bound:
            self._ask_about_known()

    def _ask_about_known(self) -> None:
        """The question stands in the form as soon as somebody of that name, telephone or e-mail is known."""
        self.known = alike(self.user, *(_typed(self.data, name) for name in ("name_ru", "phone", "email")))
        if not self.known:
            return
        choices = [(str(person.pk), _described(person)) for person in self.known]
        self.fields["same"] = forms.ChoiceField(
            label=_("Is it one of these?"),
            choices=[*choices, (NEW, gettext("No, somebody else"))],
            widget=forms.RadioSelect,
            error_messages={"required": _("The registry knows somebody like this. Say whether it is the same person.")},
        )
        self.order_fields(["same"])

    def clean_on(self) -> date | None:
        return past_day(self.cleaned_data["on"], self.today)

    def clean_elected_on(self) -> date | None:
        return past_day(self.cleaned_data["elected_on"], self.today)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins = cleaned.get("on")
        if begins and cleaned.get("term_end") and cleaned["term_end"] <= begins:
            self.add_error("term_end", ValidationError(_("The term ends before the office begins.")))
        return cleaned

    def person(self) -> Person:
        """The known one, with the contacts that were empty filled in, or a new one; not saved."""
        contacts = {name: self.cleaned_data[name] for name in ("name_kk", "phone", "email")}
        person = self.chosen()
        if person is None:
            return Person(name_ru=self.cleaned_data["name_ru"], **contacts)
        for name, value in contacts.items():
            if value and not getattr(person, name):
                setattr(person, name, value)
        return person

    def chosen(self) -> Person | None:
        """The known one, as the registry has them; None for a new one."""
        same = self.cleaned_data.get("same", NEW)
        return None if same == NEW else next(person for person in self.known if str(person.pk) == same)

    def refuse(self, error: ValidationError) -> None:
        DecisionForm.refuse(self, error)  # type: ignore[arg-type]


class AppointForm(OfficeForm):
    field_order = ["position"]
    position = forms.ChoiceField(label=_("Position"), choices=[])

    def __init__(self, *args: Any, organization: Organization, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["position"].choices = [
            (position.value, position.label) for position in positions_for(organization, user)
        ]


class ReplaceChairForm(OfficeForm):
    is_acting = forms.BooleanField(label=_("Acting, until an election"), required=False)
    reason = forms.CharField(
        label=_("Why the present chair leaves"), max_length=200, required=False, help_text=_("End of term, own wish …")
    )

    def __init__(self, *args: Any, has_chair: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_chair:
            del self.fields["reason"]


class EndForm(DecisionForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("In office until")
        self.fields["on"].help_text = _("From this day on the person no longer sees the organization.")
        self.fields["reason"].label = _("Reason")
        self.fields["reason"].max_length = 200


def positions_for(organization: Organization, user: Any) -> list[Position]:
    """The chair is appointed by replacing. Who works in the apparatus, and so sees the union, administrators say."""
    positions: list[Position] = [position for position in ELECTED if position != Position.CHAIR]
    if organization.level == Level.UNION and can(user, Permission.ADMINISTER):
        positions += APPARATUS
    return positions


def _typed(data: Any, name: str) -> str:
    """As it was sent, before any check: PostgreSQL refuses to look for zero characters."""
    return str(data.get(name, "")).replace("\0", "")


def alike(user: Any, name: str, phone: str, email: str) -> list[Person]:
    """People of the same folded name, the same number or the same e-mail."""
    digits, folded = fold_phone(phone), fold(name)
    surname = name.split()[0] if name.split() else ""
    near = Q()
    if surname:
        near |= Q(name_ru__istartswith=surname[:1])
    if digits:
        near |= ~Q(phone="")
    if email.strip():
        near |= Q(email__iexact=email.strip())
    if not near:
        return []
    same = [
        person
        for person in Person.objects.visible_to(user).filter(near).only("name_ru", "name_kk", "phone", "email")
        if (folded and folded in (fold(person.name_ru), fold(person.name_kk)))
        or (len(digits) == 10 and fold_phone(person.phone) == digits)
        or (email.strip() and person.email.lower() == email.strip().lower())
    ]
    return same[:5]


def _described(person: Person) -> str:
    offices = ", ".join(f"{one.title} – {one.organization}" for one in person.appointments.filter(ended_on=None))
    return " · ".join(filter(None, [person.name, offices, person.phone]))
