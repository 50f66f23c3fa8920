"""How forms become HTML: one look for every form, from templates/_components."""

from __future__ import annotations

from django import forms
from django.forms.renderers import TemplatesSetting

CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)


class BoundField(forms.BoundField):
    """A field that can tell its template what it is made of and where its errors lead."""

    @property
    def kind(self) -> str:
        """The branch of field.html: `choices`, `checkbox`, `group` (several inputs) or `input`."""
        widget = self.field.widget
        if isinstance(widget, CHOICES):
            return "choices"
        if isinstance(widget, forms.CheckboxInput):
            return "checkbox"
        return "group" if self.use_fieldset else "input"

    @property
    def anchor(self) -> str:
        """The id a link from the error summary lands on: the first input, also of a group."""
        if self.kind == "choices":
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id

    @property
    def inline(self) -> bool:
        """Choices stand in one line when their widget carries the class `inline`."""
        return "inline" in str(self.field.widget.attrs.get("class", "")).split()


class FormRenderer(TemplatesSetting):
    """Named by FORM_RENDERER. The admin keeps its own templates and is not touched."""

    form_template_name = "_components/form.html"
    field_template_name = "_components/field.html"
    formset_template_name = "_components/formset.html"
    bound_field_class = BoundField
