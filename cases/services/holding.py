"""The case's lock: between it and the commit no other keys begin."""

from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.sealing import CaseKeys, ShareKeys
from core.exceptions import NotOpened, NotPermitted, PolicyRefused
from custody.selectors import newest_epoch


def hold_case(keys: CaseKeys) -> None:
    """Locks the case to the transaction's end, and refuses keys older than its present epoch.

    Two sessions that change keys at once would each make an epoch of the same number, and what
    the second sealed would open for nobody. Raises PolicyRefused; asking again opens new keys.
    NotPermitted where the case waits to be erased by now, as for one that does not exist. NotOpened
    where the log was written in a later epoch: then the row was set back to one whose key others
    still hold.
    """
    row = _locked(keys.case)
    if row.epoch != keys.case.epoch:
        raise PolicyRefused(_("Sharing has just changed. Please open the page again."))


def hold_share(keys: ShareKeys) -> None:
    """Locks the case as `hold_case` does, for somebody to whom only chosen items are open.

    NotPermitted where her share was taken back in the meantime.
    """
    _locked(keys.case)
    if not keys.case.grants.live().of_items().filter(pk=keys.grant.pk).exists():
        raise NotPermitted


def _locked(case: Case) -> Case:
    row = Case.objects.within(pk=case.pk).select_for_update().get()
    if row.erase_at is not None:
        raise NotPermitted
    if newest_epoch(row.pk) > row.epoch:
        raise NotOpened
    return row
