"""The page of those who administer and hold no key."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.conftest import new_browser
from tests.cast import Cast, Person, sign_in_staff

PAGE = reverse("accounts:desk")


def browser_of(person: Person) -> Client:
    browser = new_browser()
    sign_in_staff(browser, person.email)
    return browser


@pytest.mark.parametrize(
    ("name", "heading"),
    [("oka", "Administration of LBH Satu"), ("eko", "Administration of this site")],
)
def test_it_says_what_can_be_done_and_how_to_lock_the_screen(
    cast: Cast, name: str, heading: str
) -> None:
    page = browser_of(cast.everybody[name]).get(PAGE).content.decode()
    assert f"<h1>{heading}</h1>" in page
    assert f'class="btn quiet" href="{reverse("accounts:lock")}"' in page
    assert f'href="{reverse("workbench:queue")}"' not in page


@pytest.mark.parametrize("name", ["lina", "budi"])
def test_who_works_on_cases_has_a_queue_instead(cast: Cast, name: str) -> None:
    assert browser_of(cast.everybody[name]).get(PAGE).status_code == 404


def test_nobody_signed_out_gets_further_than_the_first_page(client: Client, db: None) -> None:
    assert client.get(PAGE)["Location"] == reverse("accounts:start")


def test_post_is_refused(cast: Cast) -> None:
    assert browser_of(cast.oka).post(PAGE).status_code == 405
