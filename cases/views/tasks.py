from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.http import SiteRequest
from cases.models import Case
from cases.overview import last_place, looks_due, tasks_of
from cases.selectors import damaged_items, pending_restoration
from cases.views.access import keys_for


@require_safe
def task_list(request: SiteRequest, ref: str) -> HttpResponse:
    if Case.objects.of_owner(request.actor).filter(ref=ref, erase_at__isnull=False).exists():
        return redirect("cases:erase", ref=ref)
    keys = keys_for(request, ref)
    context = {
        "ref": ref,
        "tasks": tasks_of(keys),
        "last": last_place(keys),
        "looks": looks_due(keys),
        "damaged": damaged_items(keys.case),
        "restoration": pending_restoration(keys.case),
        "ended_another": request.session.pop("ended_another", False),
    }
    return render(request, "cases/task_list.html", context)
