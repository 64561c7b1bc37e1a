"""The first page and the ways in."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import services
from accounts.exceptions import SignInRefused, SlowDown
from accounts.forms import (
    NewPasswordForm,
    PasswordAgainForm,
    StaffCodeForm,
    StaffForm,
    WordsAgainForm,
    WordsForm,
)
from accounts.http import SiteRequest, enter
from accounts.middleware import ID_COOKIE
from accounts.reentry import recent_secret_required, return_path

GET_POST = ["GET", "HEAD", "POST"]


@require_safe
def start(request: SiteRequest) -> HttpResponse:
    """Says so where a session has ended; where she wanted to go it does not say."""
    is_locked = request.session.session_key is None and bool(request.COOKIES.get(ID_COOKIE))
    return render(request, "accounts/start.html", {"is_locked": is_locked})


@require_http_methods(GET_POST)
def sign_in(request: SiteRequest) -> HttpResponse:
    form, status = WordsForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            unlocked = services.enter_with_words(form.cleaned_data["words"], request.client)
        except (SignInRefused, SlowDown) as refusal:
            status = form.refuse(refusal)
        else:
            enter(request, unlocked)
            ended_another = request.session.pop("ended_another")
            return redirect("accounts:elsewhere" if ended_another else "cases:home")
    return render(request, "accounts/sign_in.html", {"form": form}, status=status)


@require_safe
def elsewhere(request: SiteRequest) -> HttpResponse:
    return render(request, "accounts/elsewhere.html")


@require_http_methods(GET_POST)
def staff_sign_in(request: SiteRequest) -> HttpResponse:
    """Check the password → [a second factor is asked for here] → `enter` unlocks the session.

    Until that last step the private key exists only inside this request.
    """
    form, status = StaffForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        email, password = form.cleaned_data["email"], form.cleaned_data["password"]
        try:
            unlocked = services.enter_with_password(email, password, request.client)
        except (SignInRefused, SlowDown) as refusal:
            status = form.refuse(refusal)
        else:
            enter(request, unlocked)
            return redirect(request.actor.home)
    return render(request, "accounts/staff_sign_in.html", {"form": form}, status=status)


@require_http_methods(GET_POST)
def staff_code(request: SiteRequest) -> HttpResponse:
    """A new password with a code that was handed over; she signs in with it afterwards."""
    form, status = StaffCodeForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        code, password = form.cleaned_data["code"], form.cleaned_data["password"]
        try:
            services.set_password_with_code(code, password, request.client)
        except (SignInRefused, SlowDown) as refusal:
            status = form.refuse(refusal)
        else:
            return redirect("accounts:staff-sign-in")
    return render(request, "accounts/staff_code.html", {"form": form}, status=status)


@require_http_methods(GET_POST)
@recent_secret_required
def new_password(request: SiteRequest) -> HttpResponseBase:
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = request.actor.user
        assert user is not None  # noqa: S101
        unlocked = services.Unlocked(user, request.actor.keyring.own())
        services.change_password(unlocked, form.cleaned_data["password"])
        enter(request, unlocked)
        return redirect(request.actor.home)
    return render(request, "accounts/new_password.html", {"form": form})


@require_http_methods(GET_POST)
def reenter(request: SiteRequest) -> HttpResponse:
    kind = WordsAgainForm if request.actor.is_owner else PasswordAgainForm
    form, status = kind(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        user, secret = request.actor.user, form.cleaned_data["secret"]
        assert user is not None  # noqa: S101
        try:
            services.confirm_secret(user, secret, request.client)
        except (SignInRefused, SlowDown) as refusal:
            status = form.refuse(refusal)
        else:
            request.session.confirm_secret()
            return redirect(return_path(request.session) or request.actor.home)
    base = "owner.html" if request.actor.is_owner else "workbench.html"
    context = {"form": form, "base": base}
    return render(request, "accounts/reenter.html", context, status=status)


@require_safe
def desk(request: SiteRequest) -> HttpResponse:
    """The place of those who hold no key to any case: what they can do here, and a way out."""
    return render(request, "accounts/desk.html")
