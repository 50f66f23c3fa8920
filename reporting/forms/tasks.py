"""The filter of a chair with many branches."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization
from reporting.models import Requirement
from reporting.querysets import ObligationQuerySet
from reporting.statuses import Status
from reporting.tasks import TO_DO


class TaskFilter(forms.Form):
    q = forms.CharField(label=_("Organization"), required=False, max_length=100, widget=forms.TextInput)
    status = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("all")), *((one, Status(one).label) for one in TO_DO)]
    )

    def __init__(self, data: Any, *, user: Any) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.user = user
        requirements = [(one.code, one.title) for one in Requirement.objects.visible_to(user)]
        self.fields["requirement"] = forms.ChoiceField(
            label=_("What"), required=False, choices=[("", _("all")), *requirements]
        )

    def narrow(self, tasks: ObligationQuerySet) -> ObligationQuerySet:
        """What cannot be read in the address is left aside."""
        self.is_valid()
        chosen = self.cleaned_data
        if words := chosen.get("q"):
            tasks = tasks.filter(organization__in=Organization.objects.visible_to(self.user).found_by(words))
        if code := chosen.get("requirement"):
            tasks = tasks.filter(requirement__code=code)
        if status := chosen.get("status"):
            tasks = tasks.filter(status=status)
        return tasks

    @property
    def chosen(self) -> bool:
        return any(self.cleaned_data.values())
