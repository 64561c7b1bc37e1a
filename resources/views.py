from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from resources import guides, selectors


def help_numbers(request: HttpRequest) -> HttpResponse:
    return render(
        request, "resources/help_numbers.html", {"sections": selectors.services_by_kind()}
    )


def first_steps(request: HttpRequest) -> HttpResponse:
    return render(request, "resources/first_steps.html", {"guide": guides.first_steps()})
