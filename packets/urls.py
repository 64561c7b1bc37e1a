from core.routes import route
from packets import views

app_name = "packets"
urlpatterns = [
    route("c/<slug:ref>/7/", views.packet_list, name="list", policy="own_case"),
    route("c/<slug:ref>/7/1/", views.request_packet, name="request", policy="own_case"),
    route("c/<slug:ref>/7/b/<slug:packet>/", views.packet, name="packet", policy="own_case"),
    route(
        "c/<slug:ref>/7/b/<slug:packet>/1/",
        views.continue_packet,
        name="continue",
        policy="own_case",
    ),
    route("c/<slug:ref>/7/b/<slug:packet>/2/", views.download, name="download", policy="own_case"),
    route("k/<slug:ref>/3/", views.packet_list_for_team, name="list-for-team", policy="case_team"),
    route(
        "k/<slug:ref>/3/1/",
        views.request_packet_for_team,
        name="request-for-team",
        policy="case_team",
    ),
    route(
        "k/<slug:ref>/3/b/<slug:packet>/",
        views.packet_for_team,
        name="packet-for-team",
        policy="case_team",
    ),
    route(
        "k/<slug:ref>/3/b/<slug:packet>/1/",
        views.continue_packet_for_team,
        name="continue-for-team",
        policy="case_team",
    ),
    route(
        "k/<slug:ref>/3/b/<slug:packet>/2/",
        views.download_for_team,
        name="download-for-team",
        policy="case_team",
    ),
]
