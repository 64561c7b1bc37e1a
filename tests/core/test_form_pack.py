"""The form pack as markup: snapshots of every control, and the field rules on whole pages.

`UPDATE_SNAPSHOTS=1` writes the snapshots anew; the difference is for eyes.
"""

import os
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from core import html
from core.dates import ClaimedTimeField
from core.forms import (
    BaseForm,
    ChoiceField,
    FileField,
    LongTextField,
    MultipleChoiceField,
    PlainForm,
    SecretField,
    TextField,
    TickField,
)

SNAPSHOTS = Path(__file__).parent / "snapshots"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
TODAY = date(2026, 11, 22)
CHOICES = [("chat", "Chat"), ("web", "A web site"), ("unknown", "I do not know")]

FIELDS: dict[str, forms.Field] = {
    "text": TextField(label="Name of the account", help_text="With the @.", literal=True),
    "long_text": LongTextField(label="Note"),
    "password": TextField(label="Password", widget=forms.PasswordInput),
    "radio": ChoiceField(
        label="Where?", choices=CHOICES, option_hints={"chat": "Groups too"}, exclusive={"unknown"}
    ),
    "checkbox": MultipleChoiceField(label="What?", choices=CHOICES, exclusive={"unknown"}),
    "select": forms.ChoiceField(label="Platform", choices=CHOICES),
    "date": ClaimedTimeField(label="When?", help_text="Roughly is fine."),
    "file": FileField(label="Screenshot", kinds="PNG or JPEG.", max_bytes=25 * 2**20),
    "tick": TickField(label="I agree"),
    "secret": SecretField(label="Your code"),
    "folded": MultipleChoiceField(
        label="What?", choices=CHOICES, exclusive={"unknown"}, folded={"web"}
    ),
}


class Page(HTMLParser):
    """What a reader's tools see: ids, what points at ids, and a few kinds of elements."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def named(self, *tags: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag in tags]

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] or "" for _, attrs in self.tags if "id" in attrs]

    @property
    def targets(self) -> set[str]:
        found: set[str] = set()
        for _, attrs in self.tags:
            found |= set((attrs.get("aria-describedby") or "").split())
            found |= {attrs["for"] or ""} if "for" in attrs else set()
            found |= {attrs["href"][1:]} if (attrs.get("href") or "").startswith("#") else set()
        return found


def form_of(kind: str, state: str) -> BaseForm:
    form_class = type("QuestionForm", (BaseForm,), {"answer": FIELDS[kind]})
    form: BaseForm = form_class({"save": "1"} if state == "error" else None, today=TODAY)
    form.fields["answer"].disabled = state == "disabled"
    return form


def draw(form: forms.Form) -> str:
    with translation.override("en"):
        source = "{% load crispy_forms_tags %}{% crispy form %}"
        return Template(source).render(Context({"form": form, "csrf_token": "token"}))


def tidy(markup: str) -> str:
    return "\n".join(line for line in re.sub(r">\s*<", ">\n<", markup).splitlines() if line.strip())


def show(template: str, **context: object) -> str:
    request = RequestFactory().get("/c/1")
    with translation.override("en"):
        response: HttpResponse = render(request, template, context)
    return response.content.decode()


@pytest.mark.parametrize("state", ["clean", "error", "disabled"])
@pytest.mark.parametrize("kind", FIELDS)
def test_each_control_looks_as_it_did(kind: str, state: str) -> None:
    drawn = tidy(draw(form_of(kind, state))) + "\n"
    kept = SNAPSHOTS / f"{kind}-{state}.html"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        kept.write_text(drawn, "utf-8")
    assert drawn == kept.read_text("utf-8")


@pytest.mark.parametrize("state", ["clean", "error", "disabled"])
@pytest.mark.parametrize("kind", FIELDS)
def test_every_id_pointed_at_is_there_once(kind: str, state: str) -> None:
    page = Page(draw(form_of(kind, state)))
    assert page.targets <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize("kind", FIELDS)
def test_each_line_of_the_summary_lands_on_a_control(kind: str) -> None:
    page = Page(draw(form_of(kind, "error")))
    links = [(attrs["href"] or "")[1:] for attrs in page.named("a")]
    controls = {attrs.get("id") for attrs in page.named("input", "select", "textarea")}
    assert links
    assert set(links) <= controls


@pytest.mark.parametrize("state", ["clean", "error"])
@pytest.mark.parametrize("kind", FIELDS)
def test_the_browser_is_told_nothing_that_is_ours_to_say(kind: str, state: str) -> None:
    page = Page(draw(form_of(kind, state)))
    form = page.named("form")[0]
    assert "novalidate" in form
    assert form["autocomplete"] == "off"
    for attrs in page.named("input", "select", "textarea"):
        assert not {"required", "maxlength", "style", "onclick"} & set(attrs)


@pytest.mark.parametrize("kind", [kind for kind in FIELDS if kind != "tick"])
def test_the_question_is_the_one_heading(kind: str) -> None:
    markup = draw(form_of(kind, "clean"))
    assert len(Page(markup).named("h1")) == 1
    assert re.search(r"<legend>\s*<h1>|<h1><label", markup)


def test_hint_comes_before_error_and_error_before_control() -> None:
    markup = draw(form_of("text", "error"))
    places = [markup.index(part) for part in ("<h1>", "_helptext", "_error", '<input type="text"')]
    assert places == sorted(places)


def test_skipping_looks_like_a_button_of_the_same_size() -> None:
    buttons = {
        attrs["name"]: attrs["class"]
        for attrs in Page(draw(form_of("text", "clean"))).named("button")
    }
    assert buttons == {"save": "btn", "skip": "btn quiet", "rest": "btn plain"}


def test_only_the_wrong_part_of_a_date_is_marked() -> None:
    form_class = type("WhenForm", (BaseForm,), {"answer": FIELDS["date"]})
    posted = {"answer": "pick", "answer_day": "31", "answer_month": "2", "answer_year": "2026"}
    page = Page(draw(form_class(posted, today=TODAY)))
    invalid = [attrs["id"] for attrs in page.named("input") if attrs.get("aria-invalid")]
    assert invalid == ["id_answer_day"]
    assert {attrs.get("value") for attrs in page.named("input")} >= {"31", "2", "2026"}


def test_a_file_sent_with_a_form_that_comes_back_is_asked_for_again() -> None:
    form_class = type("FileForm", (BaseForm,), {"file": FIELDS["file"], "name": FIELDS["text"]})
    markup = draw(form_class({"name": ""}, {"file": SimpleUploadedFile("a.png", b"x")}))
    assert "Please choose the file once more" in markup
    assert 'enctype="multipart/form-data"' in markup


@pytest.mark.parametrize(("typed", "is_shut_by_script"), [("a", True), ("", False)])
def test_what_need_not_be_typed_folds_unless_it_is_wrong(
    typed: str, is_shut_by_script: bool
) -> None:
    class Form(PlainForm):
        code = TextField(label="Kode")

    form = Form({"code": typed})
    form.fields["code"].typed_instead = "Ketik saja"  # type: ignore[attr-defined]
    page = draw(form)
    assert "<summary>Ketik saja</summary>" in page
    assert ('<details class="typed" open>' in page) == is_shut_by_script
    assert "<details open>" in page or is_shut_by_script


def test_optional_is_said_only_beside_something_required() -> None:
    optional = TextField(label="Note", required=False)
    beside = type("SignInForm", (PlainForm,), {"name": FIELDS["text"], "note": optional})
    alone = type("NoteForm", (PlainForm,), {"note": optional})
    assert "(may be left out)" in draw(beside())
    assert "(may be left out)" not in draw(alone())


def test_a_confirmation_has_its_title_and_one_button() -> None:
    form_class = type("EraseForm", (PlainForm,), {"question_title": "Erase?", "intro": "For good."})
    page = Page(draw(form_class()))
    assert (len(page.named("h1")), len(page.named("button"))) == (1, 1)


def test_what_she_typed_is_never_markup() -> None:
    form_class = type("NameForm", (BaseForm,), {"name": TextField(label="Name", max_length=3)})
    assert "<script>" not in draw(form_class({"name": "<script>"}))


WAYS_OUT = {
    "public.html": "/keluar",
    "owner.html": "/keluar",
    "404.html": "/keluar",
    "workbench.html": "/kunci",
}


@pytest.mark.parametrize("template", WAYS_OUT)
def test_each_base_leads_out_and_to_the_content(template: str) -> None:
    page = Page(show(template))
    links = [attrs.get("href") for attrs in page.named("a")]
    assert links[0] == "#main"
    assert page.targets <= set(page.ids)
    leave = next(attrs for attrs in page.named("a") if attrs.get("id") == "exit")
    assert (leave["href"], leave["rel"]) == (WAYS_OUT[template], "noreferrer nofollow")
    assert page.named("html")[0]["lang"] == "en"


def test_the_owner_is_led_out_without_javascript() -> None:
    assert '<noscript><meta http-equiv="refresh" content="900; url=/keluar">' in show("owner.html")
    assert "http-equiv" not in show("public.html")


def test_the_neutral_page_is_small_and_says_nothing() -> None:
    skeleton = re.search(r"<template.*</template>", show("owner.html"), re.DOTALL)
    assert skeleton is not None
    assert len(skeleton[0]) <= 600


def test_a_title_begins_with_the_correction_to_make() -> None:
    assert "<title>Correct this: Catatan</title>" in show(
        "owner.html", form=form_of("text", "error")
    )
    assert "<title>Catatan</title>" in show("owner.html", form=form_of("text", "clean"))
    assert "<title>Catatan</title>" in show("owner.html")


def test_a_refusal_says_its_reason() -> None:
    assert "It is being made." in show("refused.html", reason="It is being made.")


def test_a_page_of_last_resort_needs_no_context() -> None:
    from django.template.loader import render_to_string

    assert len(Page(render_to_string("500.html")).named("h1")) == 1


COMPONENTS = {
    "{% back_link '/a' %}": ["Back", 'href="/a"'],
    "{% progress 2 6 'Keep proof' %}": ["Step 2 of 6", "Keep proof"],
    "{% state 'partly' %}": ["Partly done", "<svg"],
    "{% state 'active' '16' %}": ["16", "<svg"],
    "{% task_row '/a' 'Keep proof' 'todo' hint='Sealed' %}": ["Not started", "Sealed"],
    "{% chips items %}": ["◆", "High", "Answer soon"],
    "{% summary_list rows %}": ["Where?", "Chat", "Change", 'href="/c"'],
    "{% tile tile %}": ["B-01", "820 KB"],
    "{% preview '' 'B-01' %}": ["B-01, blurred"],
    "{% preview 'data:image/webp;base64,AA' 'B-01' %}": ['src="data:image/webp;base64,AA"'],
    "{% timeline_list entries %}": ["about July 2026", "soft"],
    "{% notice 'saved' %}Kept.{% endnotice %}": ["Kept.", "saved", "<svg"],
    "{% details 'More' %}<p>Text</p>{% enddetails %}": ["<summary>More</summary>", "<p>Text</p>"],
    "{% outward 'https://x.test' 'Form' %}": ['rel="noreferrer nofollow"'],
    "{{ 2048|file_size }}": ["2\xa0KB"],
}


@pytest.mark.parametrize("source", COMPONENTS)
def test_each_component_shows_what_it_was_given(source: str) -> None:
    context = {
        "items": [html.Chip("High", strong=True), "Answer soon"],
        "rows": [html.SummaryRow("Where?", "Chat", "/c")],
        "tile": html.Tile("B-01", "Picture", "820 KB", "July 2026"),
        "entries": [html.TimelineEntry("about July 2026", "A threat")],
    }
    with translation.override("en"):
        drawn = Template("{% load components %}" + source).render(Context(context))
    assert [part for part in COMPONENTS[source] if part not in drawn] == []


def test_a_component_shows_typed_text_as_text() -> None:
    drawn = Template("{% load components %}{% summary_list rows %}").render(
        Context({"rows": [html.SummaryRow("Where?", "<b>\nhere")]})
    )
    assert "&lt;b&gt;<br>here" in drawn


def test_no_template_holds_a_style_or_a_script_of_its_own() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son\w+=|javascript:")
    found = [path.name for path in TEMPLATES.rglob("*.html") if inline.search(path.read_text())]
    assert found == []
