"""The project's settings as they are, with a clerk at the door who notes what each request cost."""

from unionreports.settings import *  # noqa: F403
from unionreports.settings import MIDDLEWARE

MIDDLEWARE = ["bench.noting.NotingMiddleware", *MIDDLEWARE]
