from core.routes import route
from workbench import views

app_name = "workbench"
urlpatterns = [
    route("k/", views.queue, name="queue", policy="members"),
    route("k/<slug:ref>/", views.case, name="case", policy="case_team"),
    route("k/<slug:ref>/1/", views.assign, name="assign", policy="case_lead"),
    route("k/<slug:ref>/1/<uuid:assignment>/", views.unassign, name="unassign", policy="case_lead"),
    route("k/<slug:ref>/2/", views.log, name="log", policy="case_team"),
    route("k/<slug:ref>/b/<slug:item>/", views.item, name="item", policy="case_team"),
    route("k/<slug:ref>/b/<slug:item>/1/", views.reveal, name="reveal", policy="case_team"),
    route("k/<slug:ref>/b/<slug:item>/2/", views.download, name="download", policy="case_team"),
]
