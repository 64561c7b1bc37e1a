"""The people of the tests, made by the services that make real ones.

Ani owns a case. She opened it to LBH Satu, where Lina leads, Budi works on it and Citra does not;
Oka administers that organisation. Dewi leads LBH Dua, which has nothing to do with it. Eko
administers the site.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts import services as accounts
from accounts.actors import Actor, InHand, actor_for
from accounts.enums import MemberRole
from accounts.models import Membership, Organization, User
from accounts.services import StaffDetails, Unlocked
from cases import services as cases
from cases.details import AnswersDetails, HelpDetails
from cases.models import Case, Grant
from cases.sealing import HeldKeys, ShareKeys, keys_of, share_keys_of
from evidence.models import EvidenceItem

PASSWORD = "lima belas huruf lebih"
ADULT_GATE = {"q01_siapa": ["diri"], "q02_usia": ["dewasa"], "q03_aman": ["ya"]}


@dataclass(frozen=True, slots=True)
class Person:
    """An account with its key. `secret` is what she signs in with: words or a password."""

    name: str
    unlocked: Unlocked
    secret: str
    email: str = ""

    @property
    def user(self) -> User:
        return self.unlocked.user

    @property
    def actor(self) -> Actor:
        """Herself as a service sees her, read anew: role and membership are those of now."""
        return actor_for(User.objects.get(pk=self.user.pk), InHand(self.unlocked.key))

    @property
    def membership(self) -> Membership:
        return Membership.objects.select_related("organization").get(user=self.user)

    def keys(self, case: Case) -> HeldKeys:
        """The case's keys this person holds now; raises where she may not have it."""
        return keys_of(self.actor, Case.objects.visible_to(self.actor).get(pk=case.pk))

    def share_keys(self, grant: Grant) -> ShareKeys:
        """The keys of the share this person holds now; raises where she may not have it."""
        row = Grant.objects.shared_with(self.actor).select_related("case").get(pk=grant.pk)
        return share_keys_of(self.actor, [row])[row.id]


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody, with Ani's case opened to LBH Satu and assigned to Budi."""

    ani: Person
    budi: Person
    citra: Person
    lina: Person
    dewi: Person
    eko: Person
    oka: Person
    satu: Organization
    dua: Organization
    case: Case

    @property
    def everybody(self) -> dict[str, Person]:
        names = ("ani", "budi", "citra", "lina", "dewi", "eko", "oka")
        return {name: getattr(self, name) for name in names}


def make_owner(*, name: str = "Ani") -> Person:
    """An owner without a case yet."""
    enrolment = accounts.enrol_owner()
    return Person(name, enrolment.unlocked, " ".join(enrolment.words))


def make_case(*, owner: Person, gate: dict[str, list[str]] | None = None) -> Case:
    """A case of hers; unless told otherwise she is an adult, writes for herself and is safe."""
    answers = AnswersDetails(ADULT_GATE if gate is None else gate)
    return cases.open_case(owner.actor, answers).case


def make_staff(*, name: str, is_site_admin: bool = False) -> Person:
    email = f"{name.lower()}@contoh.id"
    details = StaffDetails(email=email, name=name, password=PASSWORD)
    unlocked = accounts.add_staff(details, is_site_admin=is_site_admin)
    return Person(name, unlocked, PASSWORD, email)


def make_organization(*, name: str, lead: Person) -> Organization:
    return accounts.found_organization(name, "Bantuan hukum.", lead.unlocked, lead.name)


def make_member(
    *, name: str, organization: Organization, role: MemberRole = MemberRole.PARALEGAL
) -> Person:
    """A member other than a lead; a further lead needs `accounts.services.add_lead`."""
    person = make_staff(name=name)
    accounts.join(organization, person.user, role, name)
    return person


def share(*, owner: Person, case: Case, organization: Organization) -> None:
    cases.grant_access(owner.actor, owner.keys(case), organization, may_build_packets=True)


def share_items(
    *, owner: Person, case: Case, organization: Organization, items: Sequence[EvidenceItem]
) -> Grant:
    """Opens these items and nothing else of the case."""
    asked = HelpDetails(
        organization=str(organization.id),
        extent="items",
        items=tuple(item.ref for item in items),
        alias="Melati",
        need="Surat kampus",
        safe_way="Lewat surel",
    )
    return cases.share_items(owner.actor, owner.keys(case), organization, asked)


def assign_share(*, lead: Person, grant: Grant, member: Person) -> None:
    cases.assign_share(lead.actor, lead.share_keys(grant), member.membership)


def assign(*, lead: Person, case: Case, member: Person) -> None:
    cases.assign_case(lead.actor, lead.keys(case), member.membership)


def make_cast() -> Cast:
    ani, lina, dewi = make_owner(name="Ani"), make_staff(name="Lina"), make_staff(name="Dewi")
    satu = make_organization(name="LBH Satu", lead=lina)
    dua = make_organization(name="LBH Dua", lead=dewi)
    budi = make_member(name="Budi", organization=satu)
    citra = make_member(name="Citra", organization=satu)
    oka = make_member(name="Oka", organization=satu, role=MemberRole.ORG_ADMIN)
    eko = make_staff(name="Eko", is_site_admin=True)
    case = make_case(owner=ani)
    share(owner=ani, case=case, organization=satu)
    assign(lead=lina, case=case, member=budi)
    return Cast(ani, budi, citra, lina, dewi, eko, oka, satu, dua, case)


def sign_in(client: Client, words: str) -> HttpResponse:
    """An owner enters her seven words on the page."""
    return client.post(reverse("accounts:sign-in"), {"words": words})


def sign_in_staff(client: Client, email: str, password: str = PASSWORD) -> HttpResponse:
    return client.post(reverse("accounts:staff-sign-in"), {"email": email, "password": password})


def client_of(person: Person) -> Client:
    """A browser of its own in which this person has signed in."""
    client = Client()
    if person.email:
        sign_in_staff(client, person.email, person.secret)
    else:
        sign_in(client, person.secret)
    return client
