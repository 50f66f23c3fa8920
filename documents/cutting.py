"""Pages cut out of long lists whose rows are wide."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import QuerySet


class ByKey:
    """Rows of a queryset for a page: the database puts tens of thousands of keys in order, not of rows with all that
    is joined and computed for them, and reads the hundred that are shown afterwards.

    `few`: a few thousand at most, so that all keys are asked for at once, and need not be counted by another question.
    """

    def __init__(self, rows: "QuerySet", *, few: bool = False) -> None:
        self.rows, self.few = rows, few

    @cached_property
    def _keys(self) -> list[Any]:
        return list(self._keys_in_order)

    @property
    def _keys_in_order(self) -> "QuerySet":
        return self.rows.values_list("pk", flat=True)

    def count(self) -> int:
        return len(self._keys) if self.few else self.rows.count()

    def __len__(self) -> int:
        return self.count()

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __getitem__(self, part: slice) -> list[Any]:  # a page, never one row
        keys = self._keys[part] if self.few else list(self._keys_in_order[part])
        found = {row.pk: row for row in self.rows.order_by().filter(pk__in=keys)}
        # What another person changed between the two questions may be none of these rows any more.
        return [found[key] for key in keys if key in found]


class Looked:
    """Rows of which more is asked when they are cut, by a question for all that are shown."""

    def __init__(self, rows: Any, look: Callable[[Iterable[Any]], list[Any]]) -> None:
        self.rows, self.look = rows, look

    def count(self) -> int:
        return int(self.rows.count())

    def __len__(self) -> int:
        return self.count()

    def __iter__(self) -> Iterator[Any]:
        return iter(self.look(self.rows))

    def __getitem__(self, part: slice) -> list[Any]:  # a page, never one row
        return self.look(self.rows[part])
