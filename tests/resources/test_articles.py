"""The articles: complete, numbered, calm, and with slips refused by name."""

import re

import pytest

from resources import articles, incident_forms
from resources.datafiles import File
from resources.exceptions import DataError
from resources.texts import LANGUAGES
from tests.resources.altered import altered, entry

CERTAIN = re.compile(r"\b(pasti|dijamin|terbukti|certainly|guaranteed|proven|definitely)\b", re.I)
MOST_WORDS = 20


def first(content, article):
    return entry(content["article"], article)["section"][0]


def forms(content):
    sections = entry(content["article"], "kbgo")["section"]
    return next(part["form"] for part in sections if "form" in part)


MUTATIONS = {
    "a number twice": (
        lambda c: entry(c["article"], "teman").update(number=3),
        "not numbered from 1 on",
    ),
    "an article twice": (
        lambda c: c["article"].append(c["article"][0]),
        "kbgo: comes twice",
    ),
    "a heading in one language": (
        lambda c: first(c, "batas")["heading"].pop("en"),
        "batas: section 1: heading: en is missing",
    ),
    "a misspelled list": (
        lambda c: first(c, "teman").update(paragrphs=first(c, "teman")["points"]),
        "unknown key paragrphs",
    ),
    "a heading over nothing": (
        lambda c: first(c, "teman").pop("points"),
        "teman: section 1: says nothing under its heading",
    ),
    "a fact without its source": (
        lambda c: first(c, "kbgo").pop("source"),
        "kbgo: section 1: was read somewhere, but source is missing",
    ),
    "a confidence": (
        lambda c: first(c, "kbgo").update(confidence="sure"),
        "confidence does not know sure",
    ),
    "a form that is none": (
        lambda c: forms(c)[0].update(id="grooming"),
        "grooming: komnas8 does not know grooming",
    ),
    "a form left out": (
        lambda c: forms(c).pop(),
        "the forms of komnas8 are not each told once",
    ),
    "a form told twice": (
        lambda c: forms(c).append(forms(c)[0]),
        "the forms of komnas8 are not each told once",
    ),
}


@pytest.mark.parametrize(("change", "name"), MUTATIONS.values(), ids=MUTATIONS.keys())
def test_a_slip_is_refused_with_its_name(change, name):
    with pytest.raises(DataError) as refusal:
        articles.build(altered(File.ARTICLES, change))
    assert name in str(refusal.value)
    assert str(refusal.value).startswith(File.ARTICLES)


def texts(language):
    for article in articles.articles():
        yield from (text.in_language(language) for text in (article.title, article.lead))
        for part in article.sections:
            told = [part.heading, part.note, *part.paragraphs, *part.points]
            told += [text for form in part.forms for text in (form.plain, form.example)]
            yield from (text.in_language(language) for text in told if text)


def test_numbers_stay_with_their_articles():
    numbered = {article.number: article.id for article in articles.articles()}
    assert numbered == {1: "kbgo", 2: "tanpa-izin", 3: "batas", 4: "teman"}


def test_an_article_is_found_by_its_number():
    assert [articles.article(number) is None for number in (0, 1, 4, 5)] == [1, 0, 0, 1]


def test_the_eight_forms_bear_the_publishers_names():
    told = [form for part in articles.article(1).sections for form in part.forms]
    schemes = {scheme.id: scheme for scheme in incident_forms.taxonomy().schemes}
    assert [form.name for form in told] == [item.label for item in schemes["komnas8"].items]


def test_only_what_rests_on_general_knowledge_is_called_unchecked():
    unchecked = [article.id for article in articles.articles() if article.is_unverified]
    assert unchecked == ["batas"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_short(language):
    sentences = [one for text in texts(language) for one in re.split(r"[.?:]+\s|[.?:]$", text)]
    assert [one for one in sentences if len(one.split()) > MOST_WORDS] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_promised(language):
    assert [text for text in texts(language) if CERTAIN.search(text)] == []


@pytest.mark.parametrize(("language", "may"), [("id", "mungkin|bisa"), ("en", "may|can")])
def test_law_is_only_told_as_what_may_be(language, may):
    named = [text for text in texts(language) if re.search(r"\b(UU|ITE)\b", text)]
    assert named
    assert all(re.search(rf"\b({may})\b", text) for text in named)
