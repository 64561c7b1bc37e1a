"""Controls drawn by the site's own templates, whatever form renderer is set."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString

from core.html import Text


class PackWidget(forms.Widget):
    """Finds its template among the project's own."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        return super().render(name, value, attrs, TemplatesSetting())


class Rows(PackWidget, forms.widgets.ChoiceWidget):
    """Options as rows of finger size, with hints; the exclusive ones stand apart."""

    template_name = "aman/widgets/options.html"
    use_fieldset = True
    hints: Mapping[str, Text] = {}
    exclusive: Collection[str] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        option["is_apart"] = str(value) in self.exclusive
        return option

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["is_disabled"] = context["widget"]["attrs"].get("disabled", False)
        return context


class RadioRows(Rows, forms.RadioSelect):
    template_name = Rows.template_name


class CheckboxRows(Rows, forms.CheckboxSelectMultiple):
    template_name = Rows.template_name


class FilePicker(PackWidget, forms.FileInput):
    """The browser's own control, with our words over its button."""

    template_name = "aman/widgets/file.html"
