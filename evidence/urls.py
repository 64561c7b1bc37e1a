from core.routes import route
from evidence.views import (
    adding,
    chats,
    chronology,
    covers,
    elsewhere,
    items,
    rekeying,
    uploads,
)

app_name = "evidence"
urlpatterns = [
    route("c/<slug:ref>/6/", adding.add, name="add", policy="own_case"),
    # No record's reference is one figure: each has eight signs.
    route("c/<slug:ref>/6/1/", elsewhere.fingerprint, name="fingerprint", policy="own_case"),
    route(
        "c/<slug:ref>/6/1/<slug:record>/",
        elsewhere.fingerprint,
        name="fingerprint-to",
        policy="own_case",
    ),
    route("c/<slug:ref>/6/2/", elsewhere.address, name="address", policy="own_case"),
    route(
        "c/<slug:ref>/6/2/<slug:record>/", elsewhere.address, name="address-to", policy="own_case"
    ),
    route("c/<slug:ref>/6/<slug:record>/", adding.add, name="add-to", policy="own_case"),
    route("c/<slug:ref>/k/", chats.add_chat, name="chat-add", policy="own_case"),
    route("c/<slug:ref>/k/<slug:record>/", chats.add_chat, name="chat-add-to", policy="own_case"),
    route("c/<slug:ref>/u/", uploads.begin, name="upload-new", policy="own_case"),
    route("c/<slug:ref>/u/<slug:upload>/", uploads.upload, name="upload", policy="own_case"),
    route("c/<slug:ref>/b/k/", rekeying.rekey, name="rekey", policy="own_case"),
    route("c/<slug:ref>/b/k/1/", rekeying.rekeying, name="rekeying", policy="own_case"),
    route("c/<slug:ref>/b/<slug:item>/", items.item, name="item", policy="own_case"),
    route("c/<slug:ref>/b/<slug:item>/1/", items.reveal, name="reveal", policy="own_case"),
    route("c/<slug:ref>/b/<slug:item>/2/", items.download, name="download", policy="own_case"),
    route(
        "c/<slug:ref>/b/<slug:item>/3/", items.continue_pictures, name="continue", policy="own_case"
    ),
    route("c/<slug:ref>/b/<slug:item>/4/", covers.redact, name="redact", policy="own_case"),
    route("c/<slug:ref>/b/<slug:item>/5/", elsewhere.compare, name="compare", policy="own_case"),
    route("c/<slug:ref>/b/<slug:item>/6/", chats.messages, name="messages", policy="own_case"),
    route("c/<slug:ref>/b/<slug:item>/7/", chats.notes, name="notes", policy="own_case"),
    route("c/<slug:ref>/b/<slug:item>/8/", items.place, name="place", policy="own_case"),
    route("c/<slug:ref>/b/<slug:item>/9/", items.erase, name="erase", policy="own_case"),
    route("c/<slug:ref>/0/", chronology.chronology, name="chronology", policy="own_case"),
    route("c/<slug:ref>/0/1/", chronology.spread, name="spread", policy="own_case"),
]
