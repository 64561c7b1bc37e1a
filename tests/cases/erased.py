"""What must not be there any more once a case is erased."""

from cases.models import Case, CaseKeyWrap, CaseRecord, Draft, Grant, ShredSecret
from custody.models import CustodyErasure, CustodyEvent, CustodyLog
from evidence.models import Derivative, DoomedBlob, EvidenceItem
from jobs.models import Job, JobGrant
from packets.models import ReportPacket


def nothing_is_left_of(case: Case) -> bool:
    owned = [
        CaseRecord.objects.within(case_id=case.id),
        EvidenceItem.objects.within(case_id=case.id),
        Derivative.objects.within(item__case_id=case.id),
        ReportPacket.objects.within(case_id=case.id),
        Case.objects.within(pk=case.id),
        Draft.objects.filter(case_id=case.id),
        CaseKeyWrap.objects.filter(case_id=case.id),
        Grant.objects.filter(case_id=case.id),
        Job.objects.filter(case_id=case.id),
        JobGrant.objects.filter(job__case_id=case.id),
        CustodyLog.objects.filter(case_id=case.id),
        CustodyEvent.objects.filter(log__case_id=case.id),
        ShredSecret.objects.filter(case_id=case.id),
        DoomedBlob.objects.all(),
        CustodyErasure.objects.all(),
    ]
    return not any(rows.exists() for rows in owned)
