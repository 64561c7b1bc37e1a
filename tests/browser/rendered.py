"""Every page of the site as a browser gets it: clean, and with what somebody got wrong.

Made with Django's test client before a browser starts. Whatever a request did is undone, so that
no page takes another one away.
"""

import fcntl
import os
import pickle
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urljoin

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, reverse

from core.middleware import LANGUAGE_COOKIE
from core.routes import all_routes, matrix
from tests.accounts.browsing import session_of
from tests.browser.furnished import Home, furnished
from tests.browser.refusals import refusals
from tests.browser.undoing import FORM, NOTHING, leaving_nothing, undone
from tests.pages import GIVING, NO_PAGE, REACHED, SHOWN_ONCE, VISITORS

ASSET = re.compile(rb'(?:href|src)="(/static/[^"]+)"')
IMPORTED = re.compile(rb'import\("([^"]+)"\)')
ALERT = b'role="alert"'
CONTROL = re.compile(rb'<(?:textarea|select|input(?![^>]*type="hidden"))')
MOST_STEPS = 30
# Under every name of a field that may stay empty, what it does not take.
TOO_MUCH = NOTHING | dict.fromkeys(
    (
        *("note", "more", "addresses", "accounts", "relation", "respondent", "claimed"),
        *("trusted_person", "ticket", "safe_way", "safe_hours", "safe_word", "need", "alias"),
        *("consents", "items", "member", "reason", "choice", "since"),
        *("covered", "boxes"),
    ),
    "a" * 9000,
)
# What stands on them goes to another address, or cannot be wrong.
NEVER_WRONG = {"workbench:item", "packets:request"}
REASON = {"reason": "Mencocokkan akun."}
# A press that shows a picture on the page it was made on.
UNCOVERED: dict[str, tuple[str, dict[str, str]]] = {
    "evidence:item": ("evidence:reveal", {}),
    "workbench:item": ("workbench:reveal", REASON),
}


# Pages that only an answer to a form is: whose form, of which item, and what was sent.
ANSWERED: dict[str, tuple[str, str, dict[str, str]]] = {
    "chosen messages": ("evidence:notes", "notes.item", {"chosen": "1,2"}),
    "chats to choose from": ("evidence:messages", "threads.item", {"others": "1"}),
}


@dataclass(frozen=True, slots=True)
class Page:
    """`name` tells the route, its step and in which state it is shown."""

    name: str
    path: str
    headers: Mapping[str, str]
    content: bytes


@dataclass(slots=True)
class Site:
    """The pages in one language, and what they load by its address."""

    language: str
    pages: list[Page] = field(default_factory=list)
    assets: dict[str, Page] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def keeps(self, name: str, path: str, answer: HttpResponse) -> None:
        self.pages.append(Page(name, path, dict(answer.headers), answer.getvalue()))
        for found in ASSET.findall(answer.getvalue()):
            self._keeps_asset(found.decode())

    def _keeps_asset(self, address: str) -> None:
        """With what it brings along itself."""
        if address in self.assets:
            return
        asset = Client().get(address)
        content = asset.getvalue()
        self.assets[address] = Page(address, address, dict(asset.headers), content)
        for found in IMPORTED.findall(content):
            self._keeps_asset(urljoin(address, found.decode()))


def rendered_site(language: str) -> Site:
    """Made once for all processes of the run: whoever comes meanwhile waits for it.

    Needs a database the first time, and leaves nothing in it.
    """
    shelf = Path(os.environ["KBGO_TESTS_ROOT"]) / f"pages-{language}"
    with shelf.with_suffix(".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not shelf.exists():
            with leaving_nothing():
                shelf.write_bytes(pickle.dumps(_rendered(language)))
    found: Site = pickle.loads(shelf.read_bytes())
    return found


def _rendered(language: str) -> Site:
    site, home = Site(language), furnished()
    for client in home.clients:
        client.cookies[LANGUAGE_COOKIE] = language
    _shows_why_a_lead_is_asked(site, home)
    for name, entry in all_routes():
        if name not in {*NO_PAGE, *REACHED, *SHOWN_ONCE, GIVING}:
            client = home.visitor(name).client
            for title, address in _addresses(home, name, entry):
                shows(site, client, title, address)
    _shows_what_a_press_brings(site, home)
    _shows_answers(site, home)
    _shows_empty_notes(site, home)
    for name, answer in refusals(home, language):
        site.keeps(name, "/", answer)
    return site


def _shows_why_a_lead_is_asked(site: Site, home: Home) -> None:
    """Once per session; afterwards the case is open to her."""
    for lead, name in (("case_lead", "workbench:case"), ("share_lead", "workbench:share")):
        visitor = home.named(VISITORS[lead])
        address = home.address(name, visitor)
        shows(site, visitor.client, f"{name} of a lead", address)
        visitor.client.post(address, REASON)


def _addresses(home: Home, name: str, entry: URLPattern) -> Iterator[tuple[str, str]]:
    """One address, or those of all steps there are."""
    visitor = home.visitor(name)
    if "step" not in entry.pattern.converters:
        yield name, home.address(name, visitor)
        return
    for number in range(1, MOST_STEPS):
        home.world.parts["step"] = number
        address = home.address(name, visitor)
        if visitor.client.get(address).status_code == 200:
            yield f"{name} {number}", address


def _shows_what_a_press_brings(site: Site, home: Home) -> None:
    lina = home.named("Lina").client
    shows(site, lina, GIVING, reverse(GIVING, args=[home.newcomer]))
    for name, (key, shown) in SHOWN_ONCE.items():
        session = session_of(lina)
        session[key] = shown
        session.save()
        site.keeps(name, reverse(name), lina.get(reverse(name)))
    for name, press in REACHED.items():
        client = Client()
        client.cookies[LANGUAGE_COOKIE] = site.language
        press(client)
        shows(site, client, name, reverse(name))
    for name, (uncovering, fields) in UNCOVERED.items():
        visitor = home.visitor(name)
        press_address, address = home.address(uncovering, visitor), home.address(name, visitor)
        if fields:
            wrong = visitor.client.post(press_address, NOTHING)
            site.keeps(f"{name}, wrong", press_address, wrong)
        visitor.client.post(press_address, fields)
        site.keeps(f"{name}, uncovered", address, visitor.client.get(address))


def _shows_answers(site: Site, home: Home) -> None:
    for name, (route, item, fields) in ANSWERED.items():
        address = reverse(route, args=[home.world.case.ref, home.world.parts[item]])
        site.keeps(name, address, home.visitor(route).client.post(address, fields))
    numbers = reverse("workbench:statistics")
    site.keeps("numbers", numbers, home.named("Lina").client.post(numbers))


def _shows_empty_notes(site: Site, home: Home) -> None:
    for name, entry in all_routes():
        is_hers = matrix().routes[name] == "own_case" and name not in NO_PAGE
        if is_hers and set(entry.pattern.converters) == {"ref"}:
            address = reverse(name, args=[home.child_ref])
            site.keeps(f"{name} of a child", address, home.child.client.get(address))


def shows(site: Site, client: Client, name: str, address: str) -> None:
    """The page clean, and with errors where something can be filled in wrongly."""
    clean = client.get(address)
    site.keeps(name, address, clean)
    if not CONTROL.search(clean.getvalue()):
        return
    for sent in (NOTHING, TOO_MUCH):
        answer = undone(client, lambda sent=sent: client.post(address, urlencode(sent), FORM))
        if ALERT in answer.getvalue():
            site.keeps(f"{name}, wrong", address, answer)
            return
    if name not in NEVER_WRONG:
        site.faults.append(f"{name} takes anything")
