"""What must hold of keys after every step, whatever was done: K1 to K6, and that nobody is lost."""

from collections.abc import Iterator

import pytest

from accounts.actors import ANONYMOUS
from accounts.models import KeyPair, Membership, OrganizationKeyWrap
from accounts.sealing import NotOpened
from cases.exceptions import NoKey
from cases.models import Case, CaseKeyWrap, ShredSecret
from cases.reading import incidents_of
from cases.sealing import HeldKeys, keys_of
from custody.reading import check_chain_holds
from evidence.models import Derivative, PendingKey
from evidence.sealing import file_key
from tests.cases.key_model import Copy, Known, Model, Team
from tests.cast import Person
from tests.jobs.casework import original
from vault.errors import VaultError
from vault.keys import WrapContext, unwrap


def check_case(model: Model, known: Known) -> None:
    case = Case.objects.for_job(known.case.pk).first()
    if known.is_deleted:
        check_nothing_is_left(known)
        return
    assert case is not None
    check_wraps(model, known, case)
    check_file_keys(case)
    owners = known.owner.keys(known.case)
    check_opens_everything(owners, known)
    access = access_to(model, known, case)
    if access != known.access:
        check_others(model, known, owners)
        known.access = access


def access_to(model: Model, known: Known, case: Case) -> object:
    """What it depends on who opens the case: while it is the same, nobody is asked again."""
    wraps = CaseKeyWrap.objects.filter(case=case).values_list("pk", "holder", "epoch", "wrapped")
    pairs = OrganizationKeyWrap.objects.values_list("key_pair", "holder")
    inside = frozenset(one.unlocked.key for one in model.let_in(known))
    outside = frozenset(one.unlocked.key for one in model.shut_out(known))
    wrapped = frozenset((*rest, bytes(content)) for *rest, content in wraps)
    return case.epoch, wrapped, frozenset(pairs), inside, outside


def check_others(model: Model, known: Known, owners: HeldKeys) -> None:
    for person in model.let_in(known)[1:]:
        assert person.keys(known.case).inner == owners.inner
    check_nobody_else_gets_in(model, known)
    for copy in model.copies:
        if copy.case.pk == known.case.pk:
            check_copy_opens_nothing_new(model, copy, known)


def check_nothing_is_left(known: Known) -> None:
    """K5: deleted, so no wrap and no half of the key in the shred database."""
    assert not CaseKeyWrap.objects.filter(case=known.case.pk).exists()
    assert not ShredSecret.objects.filter(case_id=known.case.pk).exists()


def check_wraps(model: Model, known: Known, case: Case) -> None:
    """K1 the owner holds the live epoch; K2 only who is let in holds a wrap; K3 no admin does."""
    wraps = CaseKeyWrap.objects.filter(case=case).select_related("holder")
    held = {(wrap.holder_id, wrap.epoch) for wrap in wraps}
    (owners,) = KeyPair.objects.current().filter(user=known.owner.user)
    assert (owners.pk, case.epoch) in held
    assert {pair for pair, _ in held} <= set(pairs_of(model, known))
    users = [wrap.holder.user_id for wrap in wraps if wrap.holder.user_id]
    admins = Membership.objects.filter(user__in=users, role="org_admin")
    assert not admins.exists()
    assert model.others["eko"].user.pk not in users


def pairs_of(model: Model, known: Known) -> Iterator[object]:
    people = [known.owner.user, *(model.members[name].user for name in known.assigned)]
    organizations = [model.teams[name].organization for name in known.granted]
    current = KeyPair.objects.current()
    yield from current.filter(user__in=people).values_list("pk", flat=True)
    yield from current.filter(organization__in=organizations).values_list("pk", flat=True)


def check_file_keys(case: Case) -> None:
    """K6: each file's key lies under exactly the present epoch, and so does its next one."""
    epochs = set(case.items.values_list("key_epoch", flat=True))
    epochs |= set(Derivative.objects.within(item__case=case).values_list("key_epoch", flat=True))
    pending = PendingKey.objects.filter(rekeying__case=case)
    epochs |= set(pending.values_list("key_epoch", flat=True))
    assert epochs <= {case.epoch}


def check_opens_everything(keys: HeldKeys, known: Known) -> None:
    """From the first epoch on, and the chain holds to its end. Whoever else is let in holds the
    very same keys."""
    check_chain_holds(keys.case.id, keys.logs)
    assert sorted(one.details.note for one in incidents_of(keys)) == sorted(known.notes)
    assert {item.id: original(keys, item) for item in keys.case.items.all()} == known.files


def check_nobody_else_gets_in(model: Model, known: Known) -> None:
    for person in model.shut_out(known):
        for case in Case.objects.visible_to(person.actor).filter(pk=known.case.pk):
            with pytest.raises((NoKey, NotOpened)):
                keys_of(person.actor, case)
    assert not Case.objects.visible_to(ANONYMOUS).exists()


def check_copy_opens_nothing_new(model: Model, copy: Copy, known: Known) -> None:
    """K4: neither wraps of later epochs, nor what was written in them, by old keys of any kind.

    Whoever is let in again, or took her organisation's key while that is not replaced yet, still
    reads along: it is from the end of that on that nothing new may open.
    """
    if reads_along(model, copy, known):
        copy.held = known.owner.keys(known.case)
        return
    newest = max(copy.held.epochs)
    later = CaseKeyWrap.objects.filter(case=copy.case, epoch__gt=newest).select_related("holder")
    for wrap in later:
        assert not any(unwraps(key, wrap) for key in copy.keys)
    for item in Case.objects.for_job(copy.case.pk).get().items.filter(key_epoch__gt=newest):
        assert not opens_with_old(copy, item)


def unwraps(key: object, wrap: CaseKeyWrap) -> bool:
    holder = wrap.holder
    context = WrapContext(
        purpose="case",
        case=wrap.case_id,
        epoch=wrap.epoch,
        to=holder.holder_id,
        generation=holder.generation,
    )
    try:
        unwrap(bytes(wrap.wrapped), key, context)
    except VaultError:
        return False
    return True


def opens_with_old(copy: Copy, item: object) -> bool:
    """The copied keys in the place of the epoch's own, with the case's half of the secret."""
    secret = bytes(ShredSecret.objects.get(case_id=copy.case.pk).secret)
    old = HeldKeys(copy.case, {item.key_epoch: copy.held.inner[max(copy.held.epochs)]}, secret)
    try:
        file_key(old, item)
    except NotOpened:
        return False
    return True


def reads_along(model: Model, copy: Copy, known: Known) -> bool:
    if any(copy.person.user.pk == one.user.pk for one in model.let_in(known)):
        return True
    teams = [model.teams[name].organization for name in known.granted]
    return KeyPair.objects.current().filter(pk=copy.pair, organization__in=teams).exists()


def copy_of(person: Person, known: Known, team: Team | None = None) -> Copy:
    """Everything of a case that this person could write down now; of a lead, with the private key
    of her organisation."""
    actor, pair = person.actor, None
    keys = [person.unlocked.key]
    if team is not None:
        pair = KeyPair.objects.current().get(organization=team.organization)
        keys.append(actor.keyring.organization(pair))
    held = keys_of(actor, Case.objects.visible_to(actor).get(pk=known.case.pk))
    return Copy(person, known.case, held, keys, pair.pk if pair else None)
