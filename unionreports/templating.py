"""Django's templates, which let go of what they have drawn."""

from typing import Any

from django.http import HttpRequest
from django.template import TemplateDoesNotExist
from django.template.backends import django
from django.template.context import make_context
from django.utils.safestring import SafeString


class Template(django.Template):
    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> SafeString:
        """A context for a request holds itself, and so everything that a page was made of, until Python searches for
        such circles: tens of thousands of rows of pages long sent. Emptied, all of it is gone at once."""
        told = make_context(context, request, autoescape=self.backend.engine.autoescape)
        try:
            page = self.template.render(told)
        except TemplateDoesNotExist as error:
            django.reraise(error, self.backend)
        told.dicts.clear()
        return page


class Templates(django.DjangoTemplates):
    """Named by TEMPLATES."""

    def from_string(self, template_code: str) -> Template:
        return Template(self.engine.from_string(template_code), self)

    def get_template(self, template_name: str) -> Template:
        return Template(super().get_template(template_name).template, self)
