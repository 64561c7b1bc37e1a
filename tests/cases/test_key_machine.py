"""Whatever people do with a case, and in whatever order: its keys are where they have to be.

At least 200 sequences at each run; HYPOTHESIS_PROFILE=many or KBGO_TEST_SEQUENCES asks for more.
"""

import os
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts import services as accounts
from accounts.exceptions import SignInRefused
from cases import services
from cases.models import Case, Grant
from core.exceptions import NotOpened
from evidence.enums import ItemState
from evidence.sealing import file_key
from evidence.services import dispose_item, rekey_files
from jobs.services import make_worker_key, note_worker_alive
from tests.cases.key_invariants import check_case, copy_of
from tests.cases.key_model import Known, Model, Team
from tests.cast import PASSWORD, Person, make_case, make_cast, make_member, make_staff
from tests.clock import Clock
from tests.jobs.casework import keep_file, run_jobs, write_note

MANY = os.environ.get("HYPOTHESIS_PROFILE") == "many"
SEQUENCES = int(os.environ.get("KBGO_TEST_SEQUENCES", "2000" if MANY else "200"))
STEPS = 60 if MANY else 8
NEW_PASSWORD = "kata sandi baru sekali"
PICK = st.integers(min_value=0, max_value=5)


class Keys(RuleBasedStateMachine):
    """A rule for what people can do; each says in the model what must be true from then on.

    A further act needs a rule like these: do it through its service, then tell the model.
    """

    prepare: Callable[[], Model]
    clock: Clock
    done: Counter[str]

    @initialize()
    def begin(self) -> None:
        self._undo = ExitStack()
        for alias in ("default", "shred"):
            self._undo.callback(transaction.set_rollback, False, using=alias)
            self._undo.enter_context(transaction.atomic(using=alias))
            self._undo.callback(transaction.set_rollback, True, using=alias)
        self.model, self.numbers, self.touched = self.prepare(), 0, set()
        self.backup: tuple[str, Model] | None = None
        self.done["sequences"] += 1

    def teardown(self) -> None:
        self._undo.close()

    def pick(self, among: Any, at: int) -> Any:
        found = list(among)
        return found[at % len(found)]

    def known(self, at: int) -> Known:
        known: Known = self.pick((one for one in self.model.cases if not one.is_deleted), at)
        self.touched.add(known.case.pk)
        return known

    def next(self) -> int:
        self.numbers += 1
        return self.numbers

    def opened(self, known: Known, person: Person | None = None) -> Any:
        """The case's keys as a page opens them: a new epoch that is due begins first."""
        person = person or known.owner
        keys = person.keys(known.case)
        services.renew_keys_if_due(person.actor, keys)
        return keys

    def leaves(self, person: Person, *, team: str, name: str) -> None:
        """She keeps what she holds; no rule lets her in any more."""
        for known in self.model.cases:
            if name in known.assigned:
                self.model.copies.append(copy_of(person, known))
                known.assigned.discard(name)
            elif name in self.model.teams[team].leads and team in known.granted:
                self.model.copies.append(copy_of(person, known, self.model.teams[team]))
            self.touched.add(known.case.pk)

    # What the owner does.

    @precondition(lambda self: sum(not known.is_deleted for known in self.model.cases) < 2)
    @rule()
    def create_case(self) -> None:
        owner = next(known.owner for known in self.model.cases if not known.is_deleted)
        known = Known(make_case(owner=owner), owner)
        self.model.cases.append(known)
        self.touched.add(known.case.pk)

    @rule(at=PICK)
    def write_note(self, at: int) -> None:
        known, note = self.known(at), f"Catatan {self.next()}"
        self.opened(known)
        write_note(known.owner, known.case, note)
        known.notes.append(note)

    @rule(at=PICK)
    def add_item(self, at: int) -> None:
        known, data = self.known(at), f"berkas {self.next()}\n".encode()
        self.opened(known)
        item = keep_file(known.owner, self.fresh(known), data, name="a.txt")
        known.files[item.id] = data

    def fresh(self, known: Known) -> Case:
        return Case.objects.for_job(known.case.pk).get()

    @rule(at=PICK, which=PICK)
    def share(self, at: int, which: int) -> None:
        known, name = self.known(at), self.pick(self.model.teams, which)
        organization = self.model.teams[name].organization
        keys = self.opened(known)
        services.grant_access(known.owner.actor, keys, organization, may_build_packets=True)
        known.granted.add(name)

    @precondition(lambda self: any(known.granted for known in self.model.cases))
    @rule(at=PICK, which=PICK)
    def revoke(self, at: int, which: int) -> None:
        known = self.pick((one for one in self.model.cases if one.granted), at)
        name = self.pick(sorted(known.granted), which)
        self.touched.add(known.case.pk)
        team, keys = self.model.teams[name], self.opened(known)
        self.copy_all_of(known, name)
        grant = Grant.objects.live().get(case=known.case, organization=team.organization)
        services.revoke_grant(known.owner.actor, keys, grant)
        known.granted.discard(name)
        known.assigned -= team.members.keys()

    def copy_all_of(self, known: Known, name: str) -> None:
        team = self.model.teams[name]
        for member in known.assigned & team.members.keys():
            self.model.copies.append(copy_of(team.members[member], known))
        self.model.copies.append(copy_of(team.lead, known, team))

    @rule(at=PICK)
    def new_words(self, at: int) -> None:
        known = self.known(at)
        owner, words = known.owner, accounts.draw_words()
        code = services.renew_credentials(owner.actor, owner.unlocked, words)
        client = f"klien {self.next()}"
        if owner.secret:
            with pytest.raises(SignInRefused):
                accounts.enter_with_words(owner.secret, client)
        by_words = accounts.enter_with_words(" ".join(words), client)
        by_code = accounts.enter_with_recovery_code(code, client)
        assert by_code.key.to_bytes() == by_words.key.to_bytes()
        self.is_now(owner, Person(owner.name, by_code, " ".join(words)))

    def is_now(self, before: Person, after: Person) -> None:
        for known in self.model.cases:
            if known.owner is before:
                known.owner = after
                self.touched.add(known.case.pk)

    @precondition(lambda self: any(known.files for known in self.model.cases))
    @rule(at=PICK)
    def deep_rekey(self, at: int) -> None:
        known = self.pick((one for one in self.model.cases if one.files), at)
        self.touched.add(known.case.pk)
        keys = self.opened(known)
        before = {item.id: file_key(keys, item) for item in keys.case.items.all()}
        note_worker_alive()
        run_jobs(rekey_files(known.owner.actor, keys).id)
        keys = known.owner.keys(known.case)
        after = {item.id: file_key(keys, item) for item in keys.case.items.all()}
        assert after.keys() == before.keys()
        assert not set(after.values()) & set(before.values())
        assert not keys.case.items.filter(state=ItemState.DAMAGED).exists()

    @precondition(lambda self: any(known.files for known in self.model.cases))
    @rule(at=PICK, which=PICK)
    def delete_item(self, at: int, which: int) -> None:
        known = self.pick((one for one in self.model.cases if one.files), at)
        self.touched.add(known.case.pk)
        keys, gone = self.opened(known), self.pick(known.files, which)
        dispose_item(known.owner.actor, keys, keys.case.items.get(pk=gone), at_once=True)
        del known.files[gone]

    @precondition(lambda self: sum(not known.is_deleted for known in self.model.cases) > 1)
    @rule(at=PICK)
    def delete_case(self, at: int) -> None:
        known = self.known(at)
        services.dispose_case(known.owner.actor, self.opened(known), at_once=True)
        known.forget()

    # What the operator does.

    @rule()
    def back_up(self) -> None:
        """The main database as it is now. A savepoint is one that can be gone back to at once;
        the shred database has none: its copies are of today, as after eight days."""
        self.backup = transaction.savepoint(), self.model.remembered()

    @precondition(lambda self: self.backup is not None)
    @rule()
    def restore(self) -> None:
        """An old main database with the shred database of now, and the drill that follows it."""
        place, remembered = self.backup
        erased = {one.case.pk for one in self.model.cases if one.is_deleted}
        transaction.savepoint_rollback(place)
        self.model, self.backup = remembered, (place, remembered.remembered())
        for known in self.model.cases:
            self.touched.add(known.case.pk)
            if known.case.pk in erased and not known.is_deleted:
                with pytest.raises(NotOpened):
                    known.owner.keys(known.case)
                services.erase_case_without_secret(known.case.pk)
                known.forget()

    # What an organisation does.

    @precondition(lambda self: any(known.granted for known in self.model.cases))
    @rule(at=PICK, which=PICK, whom=PICK)
    def assign(self, at: int, which: int, whom: int) -> None:
        known = self.pick((one for one in self.model.cases if one.granted), at)
        team = self.model.teams[self.pick(sorted(known.granted), which)]
        name = self.pick(team.members, whom)
        self.touched.add(known.case.pk)
        keys = self.opened(known, team.lead)
        services.assign_case(team.lead.actor, keys, team.members[name].membership)
        known.assigned.add(name)

    @precondition(lambda self: any(known.assigned for known in self.model.cases))
    @rule(at=PICK, whom=PICK)
    def unassign(self, at: int, whom: int) -> None:
        known = self.pick((one for one in self.model.cases if one.assigned), at)
        name = self.pick(sorted(known.assigned), whom)
        self.touched.add(known.case.pk)
        lead, member = (
            self.model.teams[self.model.team_of(name)].lead,
            self.model.members[name],
        )
        keys = self.opened(known, lead)
        self.model.copies.append(copy_of(member, known))
        row = keys.case.assignments.live().get(membership__user=member.user)
        services.unassign_case(lead.actor, keys, row)
        known.assigned.discard(name)

    @rule(at=PICK, who=PICK)
    def open_next(self, at: int, who: int) -> None:
        known = self.known(at)
        self.opened(known, self.pick(self.model.let_in(known), who))
        assert not self.fresh(known).epoch_is_due

    @rule(which=PICK)
    def hire(self, which: int) -> None:
        team = self.model.teams[self.pick(self.model.teams, which)]
        name = f"Orang {self.next()}"
        team.members[name] = make_member(name=name, organization=team.organization)

    @rule(whom=PICK)
    def member_leaves(self, whom: int) -> None:
        name = self.pick(self.model.members, whom)
        team = self.model.team_of(name)
        if len(self.model.teams[team].members) < 2:
            return
        member = self.model.members[name]
        self.leaves(member, team=team, name=name)
        services.end_membership(self.model.teams[team].lead.actor, member.membership)
        self.model.others[name] = self.model.teams[team].members.pop(name)

    @rule(whom=PICK)
    def password_is_lost(self, whom: int) -> None:
        name = self.pick(self.model.members, whom)
        team = self.model.team_of(name)
        member = self.model.members[name]
        self.leaves(member, team=team, name=name)
        code = services.reset_member(self.model.teams[team].lead.actor, member.membership)
        unlocked = accounts.set_password_with_code(code, NEW_PASSWORD, f"klien {self.next()}")
        after = Person(name, unlocked, NEW_PASSWORD, member.email)
        self.model.teams[team].members[name] = after

    @precondition(lambda self: any(len(team.leads) > 1 for team in self.model.teams.values()))
    @rule(at=PICK)
    def lead_leaves(self, at: int) -> None:
        """And the organisation's pair is replaced, at once or when the next rule does it."""
        which = self.pick((n for n, team in self.model.teams.items() if len(team.leads) > 1), at)
        team = self.model.teams[which]
        name, lead = next(iter(team.leads.items()))
        self.leaves(lead, team=which, name=name)
        self.model.others[name] = team.leads.pop(name)
        services.end_membership(team.lead.actor, lead.membership)

    @rule(which=PICK)
    def renew_organization_key(self, which: int) -> None:
        team = self.model.teams[self.pick(self.model.teams, which)]
        services.renew_organization_key(team.lead.actor)
        self.touched |= {known.case.pk for known in self.model.cases}

    @rule(which=PICK)
    def recover_with_sheets(self, which: int) -> None:
        team = self.model.teams[self.pick(self.model.teams, which)]
        if len(team.leads) > 2:
            return
        sheets = services.print_sheets(team.lead.actor)
        name = f"Orang {self.next()}"
        person = make_staff(name=name)
        pair = (sheets[0], sheets[2])
        services.recover_organization(team.organization, pair, person.unlocked, name)
        team.leads[name] = person
        self.touched |= {known.case.pk for known in self.model.cases}

    @precondition(lambda self: any(known.assigned for known in self.model.cases))
    @rule(at=PICK, is_refused=st.booleans())
    def words_are_lost(self, at: int, *, is_refused: bool) -> None:
        """Two people of the organisation give the case back, unless her old words refuse it."""
        known = self.pick((one for one in self.model.cases if one.assigned), at)
        name = sorted(known.assigned)[0]
        lead, member = self.model.teams[self.model.team_of(name)].lead, self.model.members[name]
        self.touched.add(known.case.pk)
        row = services.ask_restoration(lead.actor, self.opened(known, lead), "Bertemu.")
        services.approve_restoration(member.actor, member.keys(known.case), row, "Kenal.")
        if is_refused:
            services.refuse_restoration(known.owner.actor, self.opened(known), row)
            return
        self.clock.forward(hours=73)
        self.model.copies.append(copy_of(known.owner, known))
        code = services.finish_restoration(lead.actor, lead.keys(known.case), row)
        unlocked = accounts.enter_with_recovery_code(code, f"klien {self.next()}")
        before, known.owner = known.owner, Person("Ani", unlocked, "")
        if any(one.owner is before for one in self.model.cases):
            self.model.others["dulu"] = before

    @invariant()
    def keys_are_where_they_have_to_be(self) -> None:
        if not hasattr(self, "model"):
            return
        self.done["steps"] += 1
        for known in self.model.cases:
            if known.case.pk in self.touched:
                check_case(self.model, known)
        self.touched.clear()


@pytest.fixture
def people(db: None, settings: Any, tmp_path: object) -> Callable[[], Model]:
    """The cast once, and for each sequence a model of it from the start."""
    settings.RUN_DIR = tmp_path
    make_worker_key()
    cast = make_cast()
    mira = make_staff(name="Mira")
    accounts.add_lead(cast.satu, cast.lina.unlocked, mira.user, "Mira")
    desi = make_member(name="Desi", organization=cast.dua)

    def model() -> Model:
        satu = Team(
            cast.satu, {"lina": cast.lina, "mira": mira}, {"budi": cast.budi, "citra": cast.citra}
        )
        dua = Team(cast.dua, {"dewi": cast.dewi}, {"desi": desi})
        known = Known(cast.case, cast.ani, {"satu"}, {"budi"})
        return Model({"satu": satu, "dua": dua}, {"eko": cast.eko, "oka": cast.oka}, [known])

    return model


def test_keys_are_where_they_have_to_be_after_every_step(
    people: Callable[[], Model],
    clock: Clock,
    record_property: Callable[[str, object], None],
) -> None:
    assert PASSWORD != NEW_PASSWORD
    Keys.prepare, Keys.clock = staticmethod(people), clock
    Keys.done = Counter()
    profile = settings(
        max_examples=SEQUENCES,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Keys, settings=profile)
    told = f"{Keys.done['sequences']} sequences, {Keys.done['steps']} steps"
    record_property("key machine", told)
    assert Keys.done["sequences"] >= SEQUENCES
