"""Every path of the site; each app brings its own, with the policy of each."""

from django.urls import URLPattern, URLResolver, include, path

from core.routes import route
from kbgo.health import healthz, readyz

handler400 = "core.failures.bad_request"

urlpatterns: list[URLPattern | URLResolver] = [
    route("healthz", healthz, name="healthz", policy="public"),
    route("readyz", readyz, name="readyz", policy="public"),
    path("", include("accounts.urls")),
    path("", include("resources.urls")),
    path("", include("cases.urls")),
    path("", include("evidence.urls")),
    path("", include("workbench.urls")),
    path("", include("packets.urls")),
]
