"""One action on several obligations: what is to be said once for all of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from reporting.forms.verbs import (
    correction_field,
    day_field,
    latest_or_refuse,
    reason_field,
    usual_correct_by,
    void_reason_field,
)
from reporting.models import Obligation
from reporting.querysets import ObligationQuerySet


@dataclass
class Outcome:
    """What an action does to each obligation: done, or refused with its reason."""

    done: list[Obligation] = field(default_factory=list)
    refused: list[tuple[Obligation, str]] = field(default_factory=list)


class BulkForm(forms.Form):
    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            if name.endswith("ed_on"):
                self.initial.setdefault(name, today)

    def act(self, obligation: Obligation, **author: Any) -> Any:
        raise NotImplementedError

    def act_on(self, obligations: Iterable[Obligation], *, by: Any, at: datetime) -> Outcome:
        """Each for itself: one that refuses stops no other."""
        outcome = Outcome()
        for obligation in obligations:
            try:
                self.act(obligation, by=by, at=at)
            except ValidationError as refusal:
                outcome.refused.append((obligation, " ".join(refusal.messages)))
            else:
                outcome.done.append(obligation)
        return outcome

    def try_out(
        self, obligations: ObligationQuerySet, *, by: Any, at: datetime
    ) -> tuple[Outcome, dict[int, Obligation]]:
        """The same, and nothing of it stays: a preview that cannot differ from the deed. With the obligations (and
        their statuses) as they would stand then."""
        with transaction.atomic():
            outcome = self.act_on(obligations, by=by, at=at)
            after = {one.pk: one for one in obligations.all()}
            transaction.set_rollback(True)
        return outcome, after


class BulkAcceptForm(BulkForm):
    accepted_on = day_field(_("Accepted on"))

    def act(self, obligation: Obligation, **author: Any) -> Any:
        return obligation.accept(**author, **self.cleaned_data)


class BulkReturnForm(BulkForm):
    """The same words for all; remarks on single fields are made one by one."""

    returned_on = day_field(_("Returned on"))
    correct_by = day_field(_("Correct by"), help_text=_("Five working days from today, unless you say otherwise."))
    reason = correction_field()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.initial.setdefault("correct_by", usual_correct_by(today))

    def act(self, obligation: Obligation, **author: Any) -> Any:
        return obligation.return_(**author, **self.cleaned_data)


class BulkVoidForm(BulkForm):
    voided_on = day_field(_("Voided on"))
    reason = void_reason_field()

    def act(self, obligation: Obligation, **author: Any) -> Any:
        return obligation.void(latest_or_refuse(obligation), **author, **self.cleaned_data)


class BulkPostponeForm(BulkForm):
    decided_on = day_field(_("Decided on"))
    new_due_on = day_field(_("New due day"))
    reason = reason_field(help_text=_("The chairs read it, too."))

    def act(self, obligation: Obligation, **author: Any) -> Any:
        return obligation.postpone(**author, **self.cleaned_data)


class BulkExemptForm(BulkForm):
    decided_on = day_field(_("Decided on"))
    reason = reason_field(help_text=_("The chairs read it, too."))

    def act(self, obligation: Obligation, **author: Any) -> Any:
        return obligation.exempt(**author, **self.cleaned_data)
