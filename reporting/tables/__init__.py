"""The tables of this room by their names in the contract: `register()` puts them where the command line finds them."""

from documents import registry
from reporting.tables import (
    board,
    information_requests,
    obligations,
    promises,
    rates,
    reminders,
    request_answers,
    requirements,
    unreachable,
)


def register() -> None:
    registry.register("board", board.build)
    registry.register("obligations", obligations.build)
    registry.register("reporting_rates", rates.build)
    registry.register("requirements", requirements.build)
    registry.register("requirement_audience", requirements.build_audience)
    registry.register("reminders", reminders.build)
    registry.register("unreachable", unreachable.build)
    registry.register("promises", promises.build)
    registry.register("information_requests", information_requests.build)
    registry.register("request_answers", request_answers.build)
