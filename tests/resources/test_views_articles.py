"""What anybody reads without signing in: the list, and each article under its number."""

import re

import pytest
from django.urls import reverse

from resources.articles import articles
from resources.texts import LANGUAGES

LIST = "resources:articles"


def address(number):
    return reverse("resources:article", args=[number])


def read(client, number, language="en"):
    return client.get(address(number), {"lang": language}).content.decode()


@pytest.fixture
def no_database(django_db_blocker):
    """Reading asks for nothing that is kept; a visitor has no session either."""
    with django_db_blocker.block():
        yield


@pytest.mark.usefixtures("no_database")
@pytest.mark.parametrize("path", [reverse(LIST), *(address(a.number) for a in articles())])
def test_reading_leaves_nothing_in_the_browser(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert not response.cookies
    assert response.headers["Cache-Control"] == "no-store"


def test_the_list_leads_to_every_article_the_steps_and_the_numbers(client):
    page = client.get(reverse(LIST)).content.decode()
    for article in articles():
        assert f'href="{address(article.number)}"><b>{article.title.id}</b>' in page
    for name in ("resources:first-steps", "resources:help-numbers"):
        assert f'href="{reverse(name)}"><b>' in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("article", articles(), ids=lambda article: article.id)
def test_an_article_is_told_in_the_language_asked_for(client, article, language):
    page = read(client, article.number, language)
    assert f'<html lang="{language}"' in page
    assert f"<h1>{article.title.in_language(language)}</h1>" in page
    assert page.count("<h2>") == len(article.sections)
    assert "style=" not in page


@pytest.mark.parametrize("article", articles(), ids=lambda article: article.id)
def test_the_title_tells_nobody_what_is_read(client, article):
    title = re.search("<title>(.*?)</title>", read(client, article.number))[1]
    assert title == f"Read {article.number} · Catatan"


@pytest.mark.parametrize("article", articles(), ids=lambda article: article.id)
def test_an_article_ends_with_ways_on(client, article):
    end = read(client, article.number).partition('<div class="acts">')[2]
    for name in ("resources:first-steps", "resources:help-numbers", "accounts:start"):
        assert f'href="{reverse(name)}"' in end


def test_each_form_is_told_with_its_name_and_an_example(client):
    page = read(client, 1)
    for part in articles()[0].sections:
        for form in part.forms:
            assert f"<h3>{form.plain.en}</h3>" in page
            assert f'<p class="hint">{form.name.en}</p>' in page
    assert page.count("<h3>") == 8


def test_what_nobody_has_checked_says_so(client):
    told = ["Not all of this has been checked yet" in read(client, n) for n in (1, 2, 3, 4)]
    assert told == [False, False, True, False]


def test_a_number_without_an_article_is_not_found(client):
    assert client.get(address(99)).status_code == 404
    assert client.get("/baca/nol/").status_code == 404


@pytest.mark.parametrize("path", [reverse(LIST), address(1)])
def test_only_reading_is_possible(client, path):
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    ("name", "leads_to"),
    [
        ("accounts:start", reverse(LIST)),
        ("cases:begin", address(3)),
        ("resources:first-steps", reverse(LIST)),
    ],
)
@pytest.mark.django_db
def test_the_way_to_reading_stands_where_it_is_looked_for(client, name, leads_to):
    main = client.get(reverse(name)).content.decode().partition("<main")[2]
    assert f'href="{leads_to}"' in main
