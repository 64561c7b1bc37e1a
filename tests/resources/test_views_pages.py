"""The two pages that anybody reads without signing in."""

import re
from datetime import date

import pytest
from django.urls import reverse

from resources.models import Service, ServiceChannel
from resources.services import load_resources

pytestmark = pytest.mark.django_db


@pytest.fixture
def numbers(client):
    def get(language="en"):
        return client.get(reverse("resources:help-numbers"), {"lang": language})

    load_resources()
    return get


def test_numbers_can_be_pressed(numbers):
    page = numbers().content.decode()
    for link in ("tel:110", "tel:129", "tel:119,8", "https://wa.me/628111129129"):
        assert f'href="{link}" rel="noreferrer nofollow"' in page


def test_each_service_says_that_nobody_has_checked_it(numbers):
    page = numbers().content.decode()
    assert page.count("<dd>not yet</dd>") == Service.objects.filter(is_published=True).count()


def test_the_date_of_a_check_is_shown(numbers):
    Service.objects.filter(slug="kpai").update(last_verified_on=date(2026, 11, 20))
    assert '<time datetime="2026-11-20">20 November 2026</time>' in numbers().content.decode()


def test_what_is_not_published_is_not_shown(numbers):
    page = numbers().content.decode()
    assert "SAPA 129" in page
    assert "LBH Pekanbaru" not in page
    assert "tel:112" not in page


def test_unknown_is_shown_as_unknown_and_unverified_as_such(numbers):
    Service.objects.exclude(slug="safenet").update(is_published=False)
    page = numbers().content.decode()
    assert "Not known" in page
    assert ServiceChannel.objects.filter(service="safenet", confidence="seen").count() == 3
    assert page.count("not checked yet") == 1


@pytest.mark.parametrize(
    ("language", "word"), [("id", "Keadaan darurat"), ("en", "Emergencies or physical danger")]
)
def test_texts_are_in_the_language_asked_for(numbers, language, word):
    assert word in numbers(language).content.decode()


def test_a_note_for_staff_is_never_shown(numbers):
    Service.objects.update(staff_note_id="RAHASIA", staff_note_en="RAHASIA")
    assert "RAHASIA" not in numbers().content.decode()


def test_without_services_the_page_still_stands(client):
    page = client.get(reverse("resources:help-numbers"))
    assert page.status_code == 200
    assert b"tel:" not in page.content


def test_the_number_of_queries_does_not_grow(client, django_assert_max_num_queries):
    load_resources()
    with django_assert_max_num_queries(4):
        client.get(reverse("resources:help-numbers"))


@pytest.mark.parametrize("name", ["resources:help-numbers", "resources:first-steps"])
def test_pages_have_one_heading_and_a_language(client, name):
    load_resources()
    response = client.get(reverse(name))
    page = re.sub(r"<template.*?</template>", "", response.content.decode(), flags=re.DOTALL)
    assert response.status_code == 200
    assert page.count("<h1") == 1
    assert '<html lang="id"' in page
    assert "style=" not in page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", ["Simpan bukti", "Putus kontak", "Petakan risiko", "Lapor ke platform"]),
        ("en", ["Keep the evidence", "Cut contact", "Map the risk", "Report to the platform"]),
    ],
)
def test_the_four_steps_are_read_in_order(client, language, words):
    page = client.get(reverse("resources:first-steps"), {"lang": language}).content.decode()
    places = [page.index(word) for word in words]
    assert places == sorted(places)
    assert reverse("resources:help-numbers") in page
