"""The owner's pages. Her addresses carry numbers and references, no word that tells anything."""

from cases.beginning_urls import urlpatterns as beginning
from cases.views import (
    checkup,
    contact,
    erasure,
    incidents,
    log,
    plan,
    redaction,
    reports,
    restoring,
    risk,
    sharing,
    tasks,
)
from core.routes import route

app_name = "cases"
OWN = "own_case"

urlpatterns = [
    *beginning,
    route("c/<slug:ref>/", tasks.task_list, name="task-list", policy=OWN),
    route("c/<slug:ref>/1/", incidents.incidents, name="incidents", policy=OWN),
    route("c/<slug:ref>/1/baru/", incidents.step, name="incident-new", policy=OWN),
    route(
        "c/<slug:ref>/1/<slug:record>/<int:step>/",
        incidents.step,
        name="incident-step",
        policy=OWN,
    ),
    route("c/<slug:ref>/1/<slug:record>/", incidents.check, name="incident-check", policy=OWN),
    route("c/<slug:ref>/1/<slug:record>/x/", incidents.remove, name="incident-remove", policy=OWN),
    route("c/<slug:ref>/1/<slug:record>/t/", redaction.redact, name="incident-redact", policy=OWN),
    route("c/<slug:ref>/2/", contact.check, name="contact-check", policy=OWN),
    route("c/<slug:ref>/2/<int:step>/", contact.step, name="contact-step", policy=OWN),
    route("c/<slug:ref>/3/", risk.begin, name="risk", policy=OWN),
    route("c/<slug:ref>/3/hasil/", plan.plan, name="plan", policy=OWN),
    route("c/<slug:ref>/3/baru/", plan.add, name="plan-add", policy=OWN),
    route("c/<slug:ref>/3/<int:step>/", risk.step, name="risk-step", policy=OWN),
    route("c/<slug:ref>/4/", reports.reports, name="reports", policy=OWN),
    route("c/<slug:ref>/4/baru/", reports.step, name="report-new", policy=OWN),
    route("c/<slug:ref>/4/<slug:record>/<int:step>/", reports.step, name="report-step", policy=OWN),
    route("c/<slug:ref>/4/<slug:record>/", reports.check, name="report-check", policy=OWN),
    route("c/<slug:ref>/4/<slug:record>/x/", reports.remove, name="report-remove", policy=OWN),
    route("c/<slug:ref>/4/<slug:record>/l/", reports.look, name="report-look", policy=OWN),
    route("c/<slug:ref>/4/<slug:record>/u/", reports.again, name="report-again", policy=OWN),
    route("c/<slug:ref>/4/<slug:record>/n/", reports.further, name="report-further", policy=OWN),
    route("c/<slug:ref>/5/", sharing.sharing, name="sharing", policy=OWN),
    route("c/<slug:ref>/5/baru/", sharing.step, name="help-new", policy=OWN),
    route("c/<slug:ref>/5/k/", restoring.restoring, name="restoring", policy=OWN),
    route("c/<slug:ref>/5/t/", restoring.refuse, name="restoring-refuse", policy=OWN),
    route("c/<slug:ref>/5/<slug:record>/<int:step>/", sharing.step, name="help-step", policy=OWN),
    route("c/<slug:ref>/5/<slug:record>/", sharing.check, name="help-check", policy=OWN),
    route("c/<slug:ref>/5/<slug:record>/a/", sharing.share, name="help-share", policy=OWN),
    route("c/<slug:ref>/5/<slug:record>/b/", sharing.sent, name="help-sent", policy=OWN),
    route("c/<slug:ref>/5/<slug:grant>/x/", sharing.take_back, name="take-back", policy=OWN),
    route("c/<slug:ref>/5/<slug:grant>/n/", sharing.count, name="counting", policy=OWN),
    route("c/<slug:ref>/5/<slug:grant>/i/", sharing.shared_items, name="shared-items", policy=OWN),
    route("c/<slug:ref>/p/", checkup.overview, name="checkup", policy=OWN),
    route("c/<slug:ref>/p/a/", checkup.choose, name="checkup-apps", policy=OWN),
    route("c/<slug:ref>/p/<int:step>/", checkup.app, name="checkup-app", policy=OWN),
    route("c/<slug:ref>/8/", log.log, name="log", policy=OWN),
    route("c/<slug:ref>/9/", erasure.erase, name="erase", policy=OWN),
]
