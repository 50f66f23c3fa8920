"""What one request cost inside the server, in a header of its answer: queries, and memory at its peak so far."""

import resource
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

HEADER = "X-Bench"


class NotingMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        queries = 0

        def count(execute: Callable[..., Any], *asked: Any) -> Any:
            nonlocal queries
            queries += 1
            return execute(*asked)

        with connection.execute_wrapper(count):
            answer = self.get_response(request)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        answer[HEADER] = f"{queries} {peak}"
        return answer
