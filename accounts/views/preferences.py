from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import services
from accounts.forms import PreferencesForm
from accounts.http import SiteRequest
from accounts.views.entering import GET_POST


@require_http_methods(GET_POST)
def preferences(request: SiteRequest) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = PreferencesForm.showing(request.preferences, sent)
    if form.is_valid():
        services.keep_preferences(request.actor, form.chosen)
        request.session.follow(form.chosen)
        return redirect(request.actor.home)
    return render(request, "accounts/preferences.html", {"form": form})
