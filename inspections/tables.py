"""Inspections and their recommendations, one row each: for the page, spreadsheets and scripts."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Collate
from django.utils.translation import get_language, gettext_lazy as _

from documents import registry
from documents.cutting import ByKey
from documents.tables import Column, Table
from inspections.filters import Filters, filters_from_words, selected
from inspections.models import Finding, Inspector, Recommendation
from inspections.states import State
from reporting.filters import Selection, Understood
from reporting.models import Obligation, Submission
from reporting.statuses import OVERDUE_STATUSES, RECEIVED_STATUSES
from reporting.tables.people import organization_columns
from reporting.tables.status import status_column

RECOMMENDATIONS = Understood(
    ("q", "status", "region", "year", "due_from", "due_to", "overdue", "organization", "parent"),
)


def register() -> None:
    registry.register("inspections", build_inspections)
    registry.register("recommendations", build_recommendations)


def build_inspections(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    return inspections_table(filters_from_words(filters, user=user), as_of)


def build_recommendations(*, user: Any, as_of: date, filters: Mapping[str, str]) -> Table:
    selection = Selection.from_words(filters, user=user, as_of=as_of, understood=RECOMMENDATIONS)
    return recommendations_table(selection)


# --- Inspections ------------------------------------------------------------------------------------------


def orders() -> dict[str, Sequence[Any]]:
    name = "organization__short_kk" if get_language() == "kk" else "organization__short_ru"
    return {
        "organization": [Collate(name, "kk-x-icu").asc()],
        "planned_from": ["planned_from"],
        "handed_over_on": ["handed_over_on"],
    }


def inspections_table(form: Filters, as_of: date, order: Sequence[Any] = ("-planned_from",)) -> Table:
    found = _counted(selected(form, as_of), form.user).select_related("organization", "plan").order_by(*order, "-pk")
    return Table(
        name="inspections",
        title=_("Inspections"),
        columns=_columns(as_of),
        rows=Judged(found, form.user, as_of),
        as_of=as_of,
        empty=_("No inspection has been entered yet."),
        row_data=lambda row: {
            "test": "inspection-row",
            "organization": row.organization.code,
            "state": row.state_on(as_of).value,
        },
    )


def _counted(found: Any, user: Any) -> Any:
    """With its leader, and how much it found and recommended."""
    leader = Inspector.objects.visible_to(user).filter(inspection=OuterRef("pk"), leads=True)
    spelling = ["person__name_kk", "person__name_ru"] if get_language() == "kk" else ["person__name_ru"]
    findings = Finding.objects.visible_to(user).filter(inspection=OuterRef("pk")).order_by().values("inspection")
    return found.annotate(
        **{
            f"leader_{place}": Subquery(leader.values(name)[:1]) for place, name in enumerate([*spelling, "typed_name"])
        },
        finding_count=Coalesce(Subquery(findings.annotate(n=Count("pk")).values("n")), 0),
        remark_count=Coalesce(
            Subquery(findings.annotate(n=Count("pk", filter=Q(mark=Finding.Mark.REMARK))).values("n")), 0
        ),
        recommendation_count=Coalesce(
            Subquery(
                Recommendation.objects.visible_to(user)
                .filter(inspection=OuterRef("pk"))
                .order_by()
                .values("inspection")
                .annotate(n=Count("pk"))
                .values("n")
            ),
            0,
        ),
    )


class Judged:
    """Rows of a page, each with the states of its recommendations: one question for all of them."""

    def __init__(self, rows: Any, user: Any, as_of: date) -> None:
        self.rows, self.user, self.as_of = rows, user, as_of

    def count(self) -> int:
        return self.rows.count()

    def __len__(self) -> int:
        return self.count()

    def __iter__(self) -> Iterator[Any]:
        return iter(self[:])

    def __getitem__(self, part: slice) -> list[Any]:
        found = list(self.rows[part])
        owed: Any = Obligation.objects.visible_to(self.user).with_status(self.as_of)
        of_rows = owed.filter(recommendation__inspection__in=found).order_by()
        numbers: dict[int, Counter[str]] = defaultdict(Counter)
        for inspection, status in of_rows.values_list("recommendation__inspection", "status"):
            numbers[inspection][status] += 1
        for row in found:
            row.statuses = numbers[row.pk]
        return found


def _leader(row: Any) -> str:
    return next(filter(None, (getattr(row, f"leader_{place}", "") for place in range(3))), "")


def _columns(as_of: date) -> list[Column]:
    return [
        Column(key="inspection", title=_("Inspection"), value="pk", kind="integer", hidden=True),
        *organization_columns(sortable=True, href=lambda row: row.get_absolute_url()),
        Column(key="kind", title=_("Kind"), kind="choice", text="get_kind_display", width=24),
        Column(key="topic", title=_("Topic"), width=34),
        Column(key="planned_from", title=_("To begin by the plan"), kind="date", sortable=True),
        Column(key="planned_to", title=_("To end by the plan"), kind="date", hidden=True),
        Column(
            key="state",
            title=_("State"),
            kind="choice",
            value=lambda row: row.state_on(as_of).value,
            text=lambda row: State(row.state_on(as_of)).label,
            width=18,
        ),
        Column(key="plan", title=_("Plan"), value="plan_id", kind="integer", hidden=True),
        Column(key="plan_title", title=_("Plan"), value=lambda row: str(row.plan or ""), hidden=True),
        Column(key="leader", title=_("Leader"), value=_leader, width=26),
        Column(key="began_on", title=_("Began on"), kind="date", hidden=True),
        Column(key="ended_on", title=_("Ended on"), kind="date", hidden=True),
        Column(key="signed_on", title=_("Report signed on"), kind="date", hidden=True),
        Column(key="handed_over_on", title=_("Given on"), kind="date", sortable=True),
        Column(key="findings", title=_("Findings"), kind="integer", value="finding_count", hidden=True),
        Column(key="remarks", title=_("Remarks"), kind="integer", value="remark_count"),
        Column(
            key="recommendations",
            title=_("Recommendations"),
            kind="integer",
            value="recommendation_count",
            href=lambda row: f"{row.get_absolute_url()}#recommendations" if row.recommendation_count else None,
        ),
        Column(
            key="executed",
            title=_("of them answered"),
            kind="integer",
            value=lambda row: sum(row.statuses[one] for one in RECEIVED_STATUSES) if row.handed_over_on else None,
        ),
        Column(
            key="overdue",
            title=_("of them overdue"),
            kind="integer",
            value=lambda row: sum(row.statuses[one] for one in OVERDUE_STATUSES) if row.handed_over_on else None,
        ),
        Column(key="is_fictional", title=_("Fictional"), kind="boolean", hidden=True),
    ]


# --- Recommendations ----------------------------------------------------------------------------------------


def recommendation_orders() -> dict[str, Sequence[Any]]:
    return {"organization": orders()["organization"], "due_on": ["due_on"], "status": ["gravity"]}


def recommendations_table(selection: Selection, order: Sequence[Any] = ("due_on",)) -> Table:
    day = selection.as_of
    last = Submission.objects.visible_to(selection.user).live_on(day).filter(obligation=OuterRef("pk"))
    found = (
        selection.obligations_in_status()
        .filter(recommendation__isnull=False)
        .with_gravity()
        .with_exempt_reason(day)
        .annotate(answer=Subquery(last.order_by("-round").values("text")[:1]))
        .select_related(
            "organization",
            "requirement",
            "recommendation__inspection",
            "recommendation__finding__section",
            "recommendation__responsible",
        )
        .order_by(*order, "organization__path", "recommendation__number", "pk")
    )
    return Table(
        name="recommendations",
        title=_("Recommendations of inspections"),
        columns=_recommendation_columns(),
        rows=ByKey(found),
        as_of=day,
        empty=_("No recommendation has been given to an organization yet."),
        row_data=lambda row: {
            "test": "recommendation-row",
            "status": row.status,
            "organization": row.organization.code,
        },
        opens="text",
    )


def _recommendation_columns() -> list[Column]:
    return [
        *organization_columns(sortable=True, href=lambda row: row.organization.get_absolute_url()),
        Column(
            key="inspection", title=_("Inspection"), kind="integer", value="recommendation.inspection_id", hidden=True
        ),
        Column(
            key="inspection_kind",
            title=_("Inspection"),
            kind="choice",
            value="recommendation.inspection.kind",
            text="recommendation.inspection.get_kind_display",
            href=lambda row: row.recommendation.inspection.get_absolute_url(),
            width=24,
        ),
        Column(
            key="handed_over_on",
            title=_("Given on"),
            kind="date",
            value="recommendation.inspection.handed_over_on",
            hidden=True,
        ),
        Column(key="number", title=_("No."), kind="integer", value="recommendation.number"),
        Column(
            key="text",
            title=_("Recommendation"),
            value="recommendation.text",
            href=lambda row: row.get_absolute_url(),
            width=50,
        ),
        Column(key="section", title=_("Section"), value=_section, hidden=True, width=24),
        Column(key="responsible", title=_("Responsible"), value="recommendation.responsible_name", width=26),
        Column(key="due_on", title=_("Due day"), kind="date", sortable=True),
        Column(key="due_named", title=_("Due day named"), kind="boolean", value=_is_named, hidden=True),
        status_column(_("Status"), sortable=True),
        Column(key="days_late", title=_("Days late"), kind="integer", hidden=True),
        Column(key="days_left", title=_("Days left"), kind="integer", hidden=True),
        Column(key="first_received_on", title=_("First received"), kind="date"),
        Column(key="accepted_on", title=_("Accepted on"), kind="date"),
        Column(key="answer", title=_("Answer"), width=50, hidden=True),
    ]


def _section(row: Any) -> str:
    finding = row.recommendation.finding
    return str(finding.section) if finding else ""


def _is_named(row: Any) -> bool:
    return row.recommendation.due_on is not None
