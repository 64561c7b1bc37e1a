"""What the state machine of keys believes: who is let in, what was written, what was copied.

It knows nothing of epochs being due or rows being wrapped; it only says what must be true.
"""

from dataclasses import dataclass, field, replace

from accounts.models import Organization
from accounts.sealing import PrivateKey
from cases.models import Case
from cases.sealing import HeldKeys
from tests.cast import Person


@dataclass(slots=True)
class Team:
    """An organisation: who leads it and can open its key, and who works in it."""

    organization: Organization
    leads: dict[str, Person] = field(default_factory=dict)
    members: dict[str, Person] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()

    @property
    def lead(self) -> Person:
        return next(iter(self.leads.values()))


@dataclass(slots=True)
class Copy:
    """What somebody took along: her private keys, and every key of the case up to an epoch.

    `pair` is that of the organisation whose private key is among her keys.
    """

    person: Person
    case: Case
    held: HeldKeys
    keys: list[PrivateKey]
    pair: object = None


@dataclass(slots=True)
class Known:
    """One case: its owner, who was let in, and all that it must hold."""

    case: Case
    owner: Person
    granted: set[str] = field(default_factory=set)
    assigned: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    files: dict[object, bytes] = field(default_factory=dict)
    is_deleted: bool = False
    access: object = None

    def forget(self) -> None:
        """Deleted: nobody is let in any more, and nothing is left to be opened."""
        self.is_deleted = True
        self.granted, self.assigned, self.files, self.notes = set(), set(), {}, []


@dataclass(slots=True)
class Model:
    teams: dict[str, Team]
    others: dict[str, Person]
    cases: list[Known] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)

    def remembered(self) -> "Model":
        """What a backup of the main database holds; what was erased since stays erased."""
        teams = {
            name: replace(team, leads=dict(team.leads), members=dict(team.members))
            for name, team in self.teams.items()
        }
        cases = [
            replace(
                one,
                granted=set(one.granted),
                assigned=set(one.assigned),
                notes=list(one.notes),
                files=dict(one.files),
                access=None,
            )
            for one in self.cases
        ]
        return Model(teams, dict(self.others), cases, [])

    def team_of(self, member: str) -> str:
        return next(name for name, team in self.teams.items() if member in team.members)

    @property
    def members(self) -> dict[str, Person]:
        return {name: one for team in self.teams.values() for name, one in team.members.items()}

    @property
    def leads(self) -> dict[str, Person]:
        return {name: one for team in self.teams.values() for name, one in team.leads.items()}

    def let_in(self, known: Known) -> list[Person]:
        """The owner, the leads of the organisations she let in, and whom they assigned."""
        leads = [one for name in known.granted for one in self.teams[name].leads.values()]
        return [known.owner, *leads, *(self.members[name] for name in known.assigned)]

    def shut_out(self, known: Known) -> list[Person]:
        owners = [one.owner for one in self.cases]
        everybody = [*self.others.values(), *self.leads.values(), *self.members.values(), *owners]
        inside = {one.user.pk for one in self.let_in(known)}
        return [one for one in everybody if one.user.pk not in inside]
