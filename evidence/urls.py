from core.routes import route
from evidence import views

app_name = "evidence"
urlpatterns = [
    route("c/<slug:ref>/6/", views.add, name="add", policy="own_case"),
    route("c/<slug:ref>/6/<slug:record>/", views.add, name="add-to", policy="own_case"),
    route("c/<slug:ref>/b/k/", views.rekey, name="rekey", policy="own_case"),
    route("c/<slug:ref>/b/k/1/", views.rekeying, name="rekeying", policy="own_case"),
    route("c/<slug:ref>/b/<slug:item>/", views.item, name="item", policy="own_case"),
    route("c/<slug:ref>/b/<slug:item>/1/", views.reveal, name="reveal", policy="own_case"),
    route("c/<slug:ref>/b/<slug:item>/2/", views.download, name="download", policy="own_case"),
    route(
        "c/<slug:ref>/b/<slug:item>/3/", views.continue_pictures, name="continue", policy="own_case"
    ),
    route("c/<slug:ref>/b/<slug:item>/9/", views.erase, name="erase", policy="own_case"),
    route("c/<slug:ref>/0/", views.chronology, name="chronology", policy="own_case"),
]
