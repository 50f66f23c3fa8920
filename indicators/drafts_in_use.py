"""Drafts that hold figures of indicators a new version no longer asks."""

from collections import Counter
from datetime import date

from indicators.models import ActivityForm, FormAsked, FormVersion, Indicator
from reporting.models import Draft

PREFIX = "i_"


def field_name(code: str) -> str:
    """Of an indicator in a form: no code is taken for what a form carries besides."""
    return PREFIX + code


def removed(version: FormVersion) -> dict[str, str]:
    """Codes and titles of what the version in use asks and this one does not."""
    before = next((one for one in version.form.versions_in_use() if one.pk != version.pk), None)
    if before is None:
        return {}
    kept = set(version.indicators.values_list("code", flat=True))
    return {one.code: one.title for one in before.indicators.all() if one.code not in kept}


def using(form: ActivityForm, codes: dict[str, str], applies_from: date | None = None) -> Counter[str]:
    """How many drafts hold a figure of each of these codes; of periods from that day on, where one is named."""
    asked = {one.requirement_id: one for one in FormAsked.objects.filter(form=form).select_related("requirement")}
    found: Counter[str] = Counter()
    held = Draft.objects.filter(obligation__requirement__in=list(asked)).select_related("obligation")
    for draft in held:
        period = asked[draft.obligation.requirement_id].period_of(draft.obligation)
        if applies_from is None or period.first_day >= applies_from:
            found.update(code for code in codes if draft.data.get(field_name(code)))
    return found


def titles_ever(form: ActivityForm) -> dict[str, str]:
    """By code, of every version: what a draft was begun with may be asked no more."""
    rows = (
        Indicator.objects.filter(form_version__form=form)
        .select_related("form_version")
        .order_by("form_version__number")
    )
    return {one.code: one.title for one in rows}
