from core.routes import route
from workbench.views import cases, keys, people, restoring, shares, statistics

app_name = "workbench"
TEAM, LEAD, LEADS, ORGANIZATION = "case_team", "case_lead", "leads", "organization"
SHARE_TEAM, SHARE_LEAD = "share_team", "share_lead"

urlpatterns = [
    route("k/", cases.queue, name="queue", policy="members"),
    route("k/orang/", people.people, name="people", policy=ORGANIZATION),
    route("k/orang/kode/", people.code, name="person-code", policy=ORGANIZATION),
    route("k/orang/<uuid:member>/1/", people.reset, name="person-reset", policy=ORGANIZATION),
    route("k/orang/<uuid:member>/2/", people.give_key, name="person-key", policy=LEADS),
    route("k/orang/<uuid:member>/x/", people.end, name="person-end", policy=ORGANIZATION),
    route("k/kunci/", keys.key, name="key", policy=LEADS),
    route("k/kunci/1/", keys.renew, name="key-renew", policy=LEADS),
    route("k/kunci/2/", keys.sheets, name="sheets", policy=LEADS),
    route("k/kunci/3/", keys.sheets_shown, name="sheets-shown", policy=LEADS),
    route("k/angka/", statistics.statistics, name="statistics", policy=LEADS),
    route("k/kembali/", restoring.restored, name="restored", policy=LEADS),
    route("k/s/<slug:ref>/", shares.share, name="share", policy=SHARE_TEAM),
    route("k/s/<slug:ref>/1/", shares.assign, name="share-assign", policy=SHARE_LEAD),
    route(
        "k/s/<slug:ref>/1/<uuid:assignment>/",
        shares.unassign,
        name="share-unassign",
        policy=SHARE_LEAD,
    ),
    route("k/s/<slug:ref>/b/<slug:item>/", shares.item, name="share-item", policy=SHARE_TEAM),
    route("k/s/<slug:ref>/b/<slug:item>/1/", shares.reveal, name="share-reveal", policy=SHARE_TEAM),
    route(
        "k/s/<slug:ref>/b/<slug:item>/2/",
        shares.download,
        name="share-download",
        policy=SHARE_TEAM,
    ),
    route("k/<slug:ref>/", cases.case, name="case", policy=TEAM),
    route("k/<slug:ref>/1/", cases.assign, name="assign", policy=LEAD),
    route("k/<slug:ref>/1/<uuid:assignment>/", cases.unassign, name="unassign", policy=LEAD),
    route("k/<slug:ref>/2/", cases.log, name="log", policy=TEAM),
    route("k/<slug:ref>/4/", restoring.restoring, name="restoring", policy=TEAM),
    route("k/<slug:ref>/4/1/", restoring.ask, name="restoring-ask", policy=LEAD),
    route("k/<slug:ref>/4/2/", restoring.approve, name="restoring-approve", policy=TEAM),
    route("k/<slug:ref>/4/3/", restoring.finish, name="restoring-finish", policy=LEAD),
    route("k/<slug:ref>/4/x/", restoring.stop, name="restoring-stop", policy=TEAM),
    route("k/<slug:ref>/b/<slug:item>/", cases.item, name="item", policy=TEAM),
    route("k/<slug:ref>/b/<slug:item>/1/", cases.reveal, name="reveal", policy=TEAM),
    route("k/<slug:ref>/b/<slug:item>/2/", cases.download, name="download", policy=TEAM),
]
