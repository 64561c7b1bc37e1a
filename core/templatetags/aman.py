"""What the templates of the form pack ask about a field."""

from django import forms, template

from core.html import Text

register = template.Library()


@register.filter
def is_heading(field: forms.BoundField) -> bool:
    """Whether this field's label is the h1 of the page."""
    return getattr(field.form, "heading_field", None) == field.name


@register.filter
def is_tick(field: forms.BoundField) -> bool:
    """A single box, whose label stands behind it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def typed_instead(field: forms.BoundField) -> Text:
    """The name of the fold around a field that need not be typed where a script runs."""
    name: Text = getattr(field.field, "typed_instead", "")
    return name


@register.filter
def must_be_chosen_again(field: forms.BoundField) -> bool:
    """A file that was sent with a form that came back for something else: no browser keeps it. One
    that was refused itself would be so again; what to do is said there."""
    is_file = isinstance(field.field.widget, forms.FileInput)
    return is_file and not field.errors and bool(getattr(field.form, "lost_a_file", False))


@register.filter
def shows_optional(field: forms.BoundField) -> bool:
    """Optional is said only where something else on the page is required."""
    others = field.form.visible_fields()
    is_question = getattr(field.form, "may_skip", False)
    return (
        not field.field.required
        and not is_question
        and any(other.field.required for other in others)
    )
