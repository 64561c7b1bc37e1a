"""What is read out of an address, and which two are one. Nothing here is ever opened."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.addresses import AddressRefusal, NoAddress, read_address
from evidence.details import Sighting
from evidence.twins import is_same_place

# Address: platform, handle, id.
RECOGNISED = {
    "https://www.instagram.com/ani.akun/": ("instagram", "ani.akun", ""),
    "https://www.instagram.com/ani.akun/?igsh=MTIz": ("instagram", "ani.akun", ""),
    "https://instagram.com/stories/ani.akun/123456": ("instagram", "ani.akun", ""),
    "https://www.instagram.com/p/Cxyz123/": ("instagram", "", ""),
    "https://www.instagram.com/reel/Cxyz123/": ("instagram", "", ""),
    "instagr.am/ani": ("instagram", "ani", ""),
    "https://www.facebook.com/profile.php?id=100001234": ("facebook", "", "100001234"),
    "https://m.facebook.com/profile.php?v=info&id=1000": ("facebook", "", "1000"),
    "https://www.facebook.com/people/Nama-Orang/61550001/": ("facebook", "", "61550001"),
    "https://id-id.facebook.com/nama.orang": ("facebook", "nama.orang", ""),
    "https://www.facebook.com/groups/123/posts/456": ("facebook", "", ""),
    "https://www.facebook.com/photo.php?fbid=1": ("facebook", "", ""),
    "https://fb.watch/abc123/": ("facebook", "abc123", ""),
    "https://m.me/nama.orang": ("messenger", "nama.orang", ""),
    "https://www.messenger.com/t/1000123": ("messenger", "", "1000123"),
    "https://x.com/akun/status/1234567": ("x", "akun", ""),
    "https://twitter.com/akun": ("x", "akun", ""),
    "https://mobile.twitter.com/akun/status/1": ("x", "akun", ""),
    "https://x.com/i/user/44196397": ("x", "", "44196397"),
    "https://x.com/i/web/status/12": ("x", "", ""),
    "https://x.com/search?q=nama": ("x", "", ""),
    "https://www.threads.net/@akun/post/C1": ("threads", "akun", ""),
    "https://www.tiktok.com/@akun.satu/video/7123": ("tiktok", "akun.satu", ""),
    "https://vt.tiktok.com/ZSabc/": ("tiktok", "", ""),
    "https://t.me/kanal_satu/55": ("telegram", "kanal_satu", ""),
    "https://t.me/s/kanal_satu": ("telegram", "kanal_satu", ""),
    "https://t.me/c/1234567890/55": ("telegram", "", "1234567890"),
    "https://t.me/+AbCdEf": ("telegram", "", ""),
    "https://t.me/joinchat/AbCdEf": ("telegram", "", ""),
    "https://wa.me/6281234567890": ("whatsapp", "", "6281234567890"),
    "https://wa.me/+6281234567890?text=a": ("whatsapp", "", "6281234567890"),
    "https://api.whatsapp.com/send?phone=6281234567890": ("whatsapp", "", "6281234567890"),
    "https://chat.whatsapp.com/AbCdEfGh": ("whatsapp", "", "AbCdEfGh"),
    "https://www.youtube.com/@kanal": ("youtube", "kanal", ""),
    "https://www.youtube.com/channel/UCabc-_1": ("youtube", "", "UCabc-_1"),
    "https://www.youtube.com/watch?v=abc": ("youtube", "", ""),
    "https://youtu.be/abc": ("youtube", "", ""),
    "https://discord.com/users/80351110224678912": ("discord", "", "80351110224678912"),
    "https://www.snapchat.com/add/akun": ("snapchat", "akun", ""),
    "https://old.reddit.com/user/akun/comments": ("reddit", "akun", ""),
    "https://line.me/ti/p/@akun": ("line", "akun", ""),
    "https://drive.google.com/file/d/1aB/view": ("google-drive", "", ""),
    "https://onlyfans.com/akun": ("onlyfans", "akun", ""),
    "https://github.com/akun/berkas": ("github", "akun", ""),
    "https://contoh.example/akun": ("", "", ""),
    "https://instagram.com.contoh.example/akun": ("", "", ""),
    "https://notinstagram.com/akun": ("", "", ""),
    "https://contoh.example/instagram.com/akun": ("", "", ""),
    "https://inst\u0430gram.com/akun": ("", "", ""),
}
SAME = [
    ("https://www.instagram.com/akun/", "http://instagram.com/akun"),
    ("https://m.facebook.com/akun", "https://www.facebook.com/akun/?mibextid=abc"),
    ("https://x.com/akun/status/1?s=20&t=abc", "https://twitter.com/akun/status/1"),
    ("https://contoh.example/a?b=1&c=2", "https://contoh.example/a?c=2&b=1&utm_source=x"),
    ("https://contoh.example/a#bagian", "https://CONTOH.example/a"),
    ("https://contoh.example:443/a", "https://contoh.example/a"),
    ("https://contoh.example/%7eani", "https://contoh.example/~ani"),
    ("https://contoh.example./a", "contoh.example/a"),
    ("https://contoh.example/a?fbclid=1", "https://www.contoh.example/a"),
    ("https://threads.net/@akun", "https://www.threads.com/@akun?xmt=abc"),
    ("\u200ehttps://contoh.example/a\u200f", "https://contoh.example/a"),
]
DIFFERENT = [
    ("https://contoh.example/a", "https://contoh.example/A"),
    ("https://contoh.example/a", "https://contoh.example/a/b"),
    ("https://contoh.example/a?id=1", "https://contoh.example/a?id=2"),
    ("https://contoh.example/a?s=1", "https://contoh.example/a?s=2"),
    ("https://contoh.example:8443/a", "https://contoh.example/a"),
    ("https://contoh.example/a%2Fb", "https://contoh.example/a/b"),
    ("https://m.co/a", "https://co.example/a"),
    ("https://instagram.com/akun", "https://instagram.com.contoh.example/akun"),
]
REFUSED = {
    **dict.fromkeys(
        (
            *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)"),
            *("data:text/html;base64,AAAA", "file:///etc/passwd", "blob:https://a.example/1"),
            *("ftp://contoh.example/a", "mailto:a@contoh.example", "intent://scan/#Intent;end"),
            *("vbscript:x", "about:blank", "view-source:https://a.example"),
        ),
        AddressRefusal.SCHEME,
    ),
    **dict.fromkeys(
        (
            *("", " ", "akun", "localhost", "https://", "https:///a", "http:contoh.example"),
            *("https://contoh.example:99999/", "https://[::1", "https://-/", "satu dua tiga"),
            *("https://a..b/", "https://" + "a" * 64 + ".example", "@akun"),
        ),
        AddressRefusal.NOT_ONE,
    ),
    "https://contoh.example/" + "a" * 2000: AddressRefusal.TOO_LONG,
}
# A tab inside a scheme makes it none that is known, and the whole no address.
REFUSED["java\tscript:alert(1)"] = AddressRefusal.NOT_ONE


@pytest.mark.parametrize("typed", RECOGNISED)
def test_platform_and_account_are_read_out_of_an_address(typed: str) -> None:
    found = read_address(typed)
    assert (found.platform, found.handle, found.account_id) == RECOGNISED[typed]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_ways_to_write_an_address_are_one(one: str, other: str) -> None:
    assert read_address(one).key == read_address(other).key


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_addresses_are_two(one: str, other: str) -> None:
    assert read_address(one).key != read_address(other).key


@pytest.mark.parametrize("typed", REFUSED, ids=range(len(REFUSED)))
def test_whatever_else_is_refused_with_its_reason(typed: str) -> None:
    with pytest.raises(NoAddress) as refused:
        read_address(typed)
    assert refused.value.reason == REFUSED[typed]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://ani:rahasia@contoh.example/a", "https://contoh.example/a"),
        ("https://instagram.com@contoh.example/a", "https://contoh.example/a"),
        ("https://a@b@contoh.example/a", "https://contoh.example/a"),
    ],
)
def test_what_stands_before_the_host_is_left_out_and_told(typed: str, kept: str) -> None:
    found = read_address(typed)
    assert (found.text, found.had_password) == (kept, True)
    assert found.host == "contoh.example"


def test_a_backslash_hides_no_password() -> None:
    found = read_address("https:\\\\ani:rahasia@contoh.example\\a")
    assert (found.text, found.had_password) == ("https:\\\\contoh.example\\a", True)


def test_a_backslash_hides_no_host() -> None:
    """Browsers read it as a slash: what follows is a path, however it looks."""
    found = read_address("https://instagram.com\\@contoh.example/a")
    assert (found.host, found.had_password) == ("instagram.com", False)


def test_foreign_letters_stand_beside_the_name_of_the_network() -> None:
    found = read_address("https://inst\u0430gram.com/a")
    assert (found.host, found.is_in_other_letters) == ("xn--instgram-46g.com", True)
    assert not read_address("https://instagram.com/a").is_in_other_letters


def test_signs_that_nobody_sees_are_written_out() -> None:
    found = read_address("https://contoh.example/a\u202ebc\u0000d e\ud800")
    assert found.text == "https://contoh.example/a%E2%80%AEbc%00d%20e"


@given(st.text(max_size=300))
def test_no_text_is_more_than_an_address_or_a_refusal(text: str) -> None:
    for typed in (text, "https://" + text, "https://contoh.example/" + text):
        try:
            found = read_address(typed)
        except NoAddress:
            continue
        assert read_address(found.text).key == found.key
        assert found.text.isprintable()


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (Sighting(platform="x", account_id="1"), Sighting(platform="x", account_id="1"), True),
        (Sighting(platform="x", account_id="1"), Sighting(platform="line", account_id="1"), False),
        (Sighting(platform="x", handle="@Ani"), Sighting(platform="x", handle="ani"), True),
        (Sighting(platform="x", handle="1"), Sighting(platform="x", account_id="1"), False),
        (Sighting(display_name="Ani"), Sighting(display_name="Ani"), False),
        (
            Sighting(url="https://x.com/ani/status/1", platform="x", handle="ani"),
            Sighting(url="https://x.com/ani/status/2", platform="x", handle="ani"),
            False,
        ),
        (
            Sighting(url="https://x.com/ani/status/1", platform="x", handle="ani"),
            Sighting(platform="x", handle="ani"),
            True,
        ),
    ],
)
def test_accounts_are_compared_where_an_address_is_missing(
    one: Sighting, other: Sighting, is_same: bool
) -> None:
    assert is_same_place(one, other) is is_same
