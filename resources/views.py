from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from resources import articles as reading
from resources import guides, selectors


@require_safe
def help_numbers(request: HttpRequest) -> HttpResponse:
    return render(
        request, "resources/help_numbers.html", {"sections": selectors.services_by_kind()}
    )


@require_safe
def first_steps(request: HttpRequest) -> HttpResponse:
    return render(request, "resources/first_steps.html", {"guide": guides.first_steps()})


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    return render(request, "resources/articles.html", {"articles": reading.articles()})


@require_safe
def article(request: HttpRequest, number: int) -> HttpResponse:
    found = reading.article(number)
    if found is None:
        raise Http404
    return render(request, "resources/article.html", {"article": found})
