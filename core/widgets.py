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
    """Options as rows of finger size, with hints; the exclusive ones stand apart.

    The folded ones lie under "Other" behind the usual ones, open where one of them is chosen.
    """

    template_name = "aman/widgets/options.html"
    use_fieldset = True
    hints: Mapping[str, Text] = {}
    exclusive: Collection[str] = frozenset()
    folded: Collection[str] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        option["is_apart"] = str(value) in self.exclusive
        return option

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["is_disabled"] = context["widget"]["attrs"].get("disabled", False)
        options = [one for _, group, _ in context["widget"]["optgroups"] for one in group]
        folded = [one for one in options if str(one["value"]) in self.folded]
        usual = [one for one in options if one not in folded]
        apart = [one for one in usual if one["is_apart"]] if folded else []
        context["widget"] |= {
            "shown": [one for one in usual if one not in apart],
            "folded": folded,
            "is_unfolded": any(one["selected"] for one in folded),
            "apart": apart,
        }
        return context


class RadioRows(Rows, forms.RadioSelect):
    template_name = Rows.template_name


class CheckboxRows(Rows, forms.CheckboxSelectMultiple):
    template_name = Rows.template_name


class FilePicker(PackWidget, forms.FileInput):
    """The browser's own control, with our words over its button."""

    template_name = "aman/widgets/file.html"


class Veiled(PackWidget, forms.PasswordInput):
    """Covered, or in readable lines once "Show" is ticked; works without JavaScript, and with it
    what was typed goes along.

    As a one-time code it is no password that a browser offers to keep on a shared phone.
    """

    template_name = "aman/widgets/veiled.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "one-time-code", **(attrs or {})}, render_value=False)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What stands in the field she saw; in the other one where that is empty."""
        fields = (name, f"{name}_lines")
        wanted, other = reversed(fields) if data.get(f"{name}_shown") else fields
        return data.get(wanted) or data.get(other)
