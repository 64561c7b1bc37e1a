"""What the owner writes, page by page: a new page or field of the site is one more line here.

`{mark}` stands for a word of its own for each field. A text field without an entry fails the
test, so that no field can come without a mark; pages that only say something have no entries.
"""

from dataclasses import dataclass

Answers = dict[str, str | list[str]]
FIRST = "the first choice"


@dataclass(frozen=True, slots=True)
class Journey:
    """`begin` is the address of its first page inside the case; `pages` follow each other."""

    name: str
    begin: str
    pages: tuple[Answers, ...]


INCIDENT = Journey(
    "incident",
    "1/baru/",
    (
        {"forms": ["ncii"]},
        {"platform": "instagram"},
        {"addresses": "https://{mark}.invalid/p/1", "accounts": "@{mark}"},
        {"claimed": "pick", "claimed_day": "3", "claimed_month": "5", "claimed_year": "2026"}
        | {"claimed_time": "13.45"},
        {"respondent": "{mark}"},
        {},
        {"note": "Dia menulis {mark} kepada saya.\nLalu diam."},
    ),
)
CONTACT = Journey(
    "contact",
    "2/1/",
    (
        {"still_in_contact": "yes"},
        {"safe_to_cut": "yes"},
        {"channels": ["whatsapp"]},
        {"acts": ["saved"]},
        {"shared": ["passwords"]},
        {"trusted_person": "{mark}"},
    ),
)
REPORT = Journey(
    "report",
    "4/baru/",
    (
        {"platform": "instagram"},
        {"kind": "ncii"},
        {"more": "https://{mark}.invalid/p/2"},
        {"language": "id"},
        {"text": "Mohon turunkan {mark}."},
        {},
        {"ticket": "{mark}"},
        {"status": "sent"},
    ),
)
HELP = Journey(
    "help",
    "5/baru/",
    (
        {"organization": FIRST},
        {"extent": "whole"},
        {},
        {"ways": ["message"], "safe_way": "WhatsApp {mark}"},
        {"safe_hours": "{mark}", "zone": "WITA", "message_left": "neutral"},
        {"safe_word": "{mark}"},
        {"needs": ["talk"], "need": "{mark}"},
        {"alias": "{mark}"},
        {"consents": ["seen", "passed_on", "statistics"]},
    ),
)
