"""The base form: forgiving where she skips or rests, exact about what it says."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from core.forms import (
    BaseForm,
    ChoiceField,
    FileField,
    LongTextField,
    MultipleChoiceField,
    PlainForm,
    TextField,
    TickField,
    YesNoField,
)
from core.html import file_size

PLACES = [("chat", "Chat"), ("web", "A web site"), ("unknown", "I do not know")]


class PlaceForm(BaseForm):
    place = ChoiceField(label="Where?", choices=PLACES, exclusive={"unknown"})


class ManyForm(BaseForm):
    places = MultipleChoiceField(label="Where?", choices=PLACES, exclusive={"unknown"})


class PersonForm(BaseForm):
    question_title = "Who?"
    name = TextField(label="Name", max_length=5, literal=True)
    note = LongTextField(label="Note", required=False)


class AgreeForm(PlainForm):
    agreed = TickField(label="I agree")


class UploadForm(PlainForm):
    file = FileField(label="File", help_text="Sealed on arrival.", max_bytes=2048)
    name = TextField(label="Name")


def test_an_answer_is_clean_and_whole() -> None:
    form = PlaceForm({"place": "chat", "save": "1"})
    assert form.is_valid()
    assert form.has_answer
    assert (form.was_skipped, form.wants_rest) == (False, False)


def test_skipping_is_valid_whatever_else_was_sent() -> None:
    form = PlaceForm({"place": "nowhere", "skip": "1"})
    assert form.is_valid()
    assert form.was_skipped
    assert not form.has_answer
    assert form.cleaned_data == {}


def test_resting_keeps_a_whole_answer() -> None:
    form = PlaceForm({"place": "web", "rest": "1"})
    assert form.is_valid()
    assert form.wants_rest
    assert form.has_answer
    assert form.cleaned_data == {"place": "web"}


def test_resting_with_half_an_answer_asks_for_nothing() -> None:
    form = PersonForm({"name": "too long a name", "note": "kept", "rest": "1"})
    assert form.is_valid()
    assert not form.has_answer
    assert form.cleaned_data == {"note": "kept"}


def test_a_form_that_may_not_be_skipped_is_not_made_valid_by_asking() -> None:
    form = AgreeForm({"skip": "1", "rest": "1"})
    assert not form.is_valid()
    assert not form.has_answer
    assert (form.was_skipped, form.wants_rest) == (False, False)


def test_an_unbound_form_was_neither_skipped_nor_answered() -> None:
    form = PlaceForm()
    assert (form.was_skipped, form.wants_rest, form.has_answer) == (False, False, False)


def test_a_lone_label_is_the_heading() -> None:
    assert PlaceForm().heading_field == "place"


@pytest.mark.parametrize("form", [PersonForm(), AgreeForm(), UploadForm()])
def test_other_forms_bring_their_heading_along(form: BaseForm) -> None:
    assert form.heading_field is None


def test_an_exclusive_answer_stands_alone() -> None:
    with translation.override("en"):
        form = ManyForm({"places": ["chat", "unknown"]})
        assert form.errors["places"] == [
            "Choose either “I do not know” alone, or the other answers without it."
        ]
    assert ManyForm({"places": ["unknown"]}).is_valid()
    assert ManyForm({"places": ["chat", "web"]}).is_valid()


def test_each_error_link_lands_on_a_control() -> None:
    assert [link.target for link in PlaceForm({}).error_links] == ["id_place_0"]
    assert [link.target for link in PersonForm({}).error_links] == ["id_name"]


def test_an_error_of_the_whole_form_lands_on_its_first_control() -> None:
    form = PersonForm({"name": "Ani"})
    form.add_error(None, "Something does not fit.")
    assert [(link.message, link.target) for link in form.error_links] == [
        ("Something does not fit.", "id_name")
    ]


def test_pasted_text_is_never_cut_in_silence() -> None:
    form = PersonForm({"name": "longer", "note": ""})
    assert "maxlength" not in str(form["name"])
    with translation.override("en"):
        assert form.errors["name"] == ["Shorten this to 5 characters; now it has 6."]


def test_nothing_is_remembered_or_corrected_by_the_browser() -> None:
    markup = str(PersonForm()["name"])
    assert 'autocomplete="off"' in markup
    assert 'spellcheck="false"' in markup
    assert 'autocapitalize="none"' in markup


def test_a_code_field_keeps_its_own_autocomplete() -> None:
    class CodeForm(PlainForm):
        code = TextField(widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}))

    assert 'autocomplete="one-time-code"' in str(CodeForm()["code"])


def test_a_field_of_django_speaks_in_our_words_too() -> None:
    class MailForm(PlainForm):
        mail = forms.EmailField()
        kind = forms.ChoiceField(choices=PLACES)

    with translation.override("en"):
        assert MailForm({}).errors == {
            "mail": ["Write your answer here."],
            "kind": ["Choose one answer from the list."],
        }


def test_yes_and_no_come_with_not_knowing_and_not_saying() -> None:
    assert [value for value, _ in YesNoField().choices] == ["yes", "no", "unknown", "declined"]


def test_a_file_says_its_limit_before_it_is_chosen() -> None:
    with translation.override("en"):
        assert str(UploadForm()["file"].help_text) == "Sealed on arrival. Largest size: 2\xa0KB."


def test_a_file_above_the_limit_is_refused_with_both_sizes() -> None:
    big = SimpleUploadedFile("a.png", b"x" * 3072)
    with translation.override("en"):
        form = UploadForm({"name": "a"}, {"file": big})
        assert form.errors["file"] == ["This file has 3\xa0KB. Choose one of at most 2\xa0KB."]


def test_a_form_that_comes_back_says_that_the_file_is_lost() -> None:
    sent = {"file": SimpleUploadedFile("a.png", b"x")}
    assert UploadForm({"name": ""}, sent).lost_a_file
    assert not UploadForm({"name": ""}, {}).lost_a_file


@pytest.mark.parametrize(
    ("size", "text"),
    [(12, "12 B"), (2048, "2 KB"), (839680, "820 KB"), (2516582, "2,4 MB"), (26214400, "25 MB")],
)
def test_sizes_are_short_and_local(size: int, text: str) -> None:
    with translation.override("id"):
        assert file_size(size).replace("\xa0", " ") == text


def test_the_main_button_comes_first_so_that_enter_continues() -> None:
    assert [button.name for button in PlaceForm().helper.inputs] == ["save", "skip", "rest"]
    assert [button.name for button in AgreeForm().helper.inputs] == ["save"]
