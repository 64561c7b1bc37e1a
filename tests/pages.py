"""Every page of the site: who may see it, and how to get there.

A route that stands in none of the tables here and in no other has not been looked at yet.
"""

import re
from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from workbench.views import keys, people, restoring

# Routes that answer with something else than a page.
NO_PAGE = {
    *("healthz", "readyz", "accounts:leave", "accounts:lock", "cases:home", "cases:beacon"),
    *("cases:restoring-refuse", "cases:counting", "workbench:restoring-stop"),
    *("cases:report-again", "cases:report-further"),
    *("evidence:upload-new", "evidence:upload", "evidence:place"),
    "evidence:notes",
    *("evidence:reveal", "evidence:continue", "workbench:reveal", "workbench:share-reveal"),
    *("packets:" + name for name in ("continue", "continue-for-team")),
    *("packets:" + name for name in ("download", "download-for-team")),
}
VISITORS = {
    **dict.fromkeys(("public", "visitor"), "nobody"),
    **dict.fromkeys(("signed_in", "owner", "own_case"), "Ani"),
    **dict.fromkeys(("staff", "members", "case_team"), "Budi"),
    **dict.fromkeys(("leads", "case_lead"), "Lina"),
    "organization": "Oka",
    "share_team": "Wira",
    "share_lead": "Nur",
    "administrators": "Oka",
}


# Pages of staff that show something once, out of the session, and what they show.
SHOWN_ONCE: dict[str, tuple[str, object]] = {
    "workbench:person-code": (people.CODE, ("Citra", "ABCD-EFGH-JKMN-PQRS")),
    "workbench:restored": (restoring.CODE, "ABCD-EFGH-JKMN-PQRS"),
    "workbench:sheets-shown": (keys.SHEETS, ("ABCD-EFGH-JKMN-PQRS-" * 4,) * 3),
}

# There is only something to give to a lead without the organisation's key.
GIVING = "workbench:person-key"


def press(client: Client, route: str, **fields: str) -> None:
    answer = client.post(reverse(route), {"save": "1", **fields})
    assert answer.status_code == 302, route


def begin(client: Client) -> list[str]:
    """New notes; returns their words."""
    press(client, "cases:begin-words")
    return re.findall(r"<li>(\w+)</li>", client.get(reverse("cases:words")).content.decode())


def put_words_away(client: Client) -> None:
    words = begin(client)
    press(client, "cases:check-words", second=words[1], fifth=words[4])


# Pages that are reached by a press on another, each with a way there.
REACHED: dict[str, Callable[[Client], object]] = {
    "cases:words": begin,
    "cases:check-words": begin,
    "cases:code": put_words_away,
}
