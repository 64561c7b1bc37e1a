"""Founds LBH Satu in a running instance: `python -m tests.browser.satu` inside its surroundings.

Lina leads it and Budi is its paralegal. Says the words of its key, as its poster shows them.
"""

import sys

import django

django.setup()

from accounts.sealing import fingerprint_of  # noqa: E402  models need the set up Django
from tests.cast import make_member, make_organization, make_staff  # noqa: E402


def found() -> list[str]:
    lina = make_staff(name="Lina")
    satu = make_organization(name="LBH Satu", lead=lina)
    make_member(name="Budi", organization=satu)
    return list(fingerprint_of(satu.key_pairs.current().get()))


if __name__ == "__main__":
    sys.stdout.write(" ".join(found()))
