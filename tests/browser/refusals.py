"""What is shown where no view answers, or where one says no."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from django.views.defaults import server_error

from core.middleware import LANGUAGE_COOKIE
from evidence.models import Derivative
from evidence.storage import delete_blob
from resources.plan import core_questions
from tests.browser.furnished import Home
from tests.browser.undoing import FORM, NOTHING, undone

TOO_MANY = urlencode({f"n{number}": "a" for number in range(1100)})
TOO_LARGE = {"still_in_contact": "a" * (1 << 21)}
IN_CRISIS = ("q05_diri", "ya_kini")


def refusals(home: Home, language: str) -> Iterator[tuple[str, Any]]:
    """Each with its name. The last takes the pictures of a file away."""
    ani, stranger = home.named("Ani"), Client(enforce_csrf_checks=True)
    stranger.cookies[LANGUAGE_COOKIE] = language
    question = reverse("cases:contact-step", args=[home.world.case.ref, 1])
    yield "advice that is not kept", undone(ani.client, lambda: _advice(home, ani.client))
    yield "404", ani.client.get("/tidak-ada")
    yield "405", ani.client.delete(question)
    yield "409", ani.client.post(home.address("cases:help-share", ani), NOTHING)
    yield "413", ani.client.post(question, TOO_LARGE)
    yield "400", ani.client.post(question, TOO_MANY, FORM)
    yield "403", stranger.post(reverse("accounts:sign-in"), NOTHING)
    yield "500", _broken(language)
    yield "503", _picture_that_is_gone(home)


def _advice(home: Home, client: Client) -> HttpResponseBase:
    asked, answer = IN_CRISIS
    number = [one.id for one in core_questions()].index(asked) + 1
    address = reverse("cases:risk-step", args=[home.world.case.ref, number])
    return client.post(address, {"answer": answer})


def _broken(language: str) -> HttpResponseBase:
    with translation.override(language):
        return server_error(RequestFactory().get("/"))


def _picture_that_is_gone(home: Home) -> HttpResponseBase:
    ani = home.named("Ani")
    for blob in Derivative.objects.within(item__ref=home.world.parts["item"]).values_list(
        "blob", flat=True
    ):
        delete_blob(blob)
    ani.client.post(home.address("evidence:reveal", ani))
    return ani.client.get(home.address("evidence:item", ani))
