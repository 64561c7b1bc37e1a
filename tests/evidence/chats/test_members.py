"""Which members of an archive are a chat, and in which order they are read."""

import pytest

from evidence.chats.members import Thread, parts_of

INSTAGRAM = "your_instagram_activity/messages/inbox"
ONE_CHAT = {
    "_chat.txt": ("whatsapp", ""),
    "WhatsApp Chat - Andi/_chat.txt": ("whatsapp", ""),
    "WhatsApp Chat with Andi.txt": ("whatsapp", "Andi"),
    "WhatsApp Chat with Andi & Sari 🌱.txt": ("whatsapp", "Andi & Sari 🌱"),
    "Chat WhatsApp dengan +62 800 0000 0000.txt": ("whatsapp", "+62 800 0000 0000"),
    "result.json": ("telegram", ""),
    "ChatExport_2026-07-21/result.json": ("telegram", ""),
    "ChatExport_2026-07-21/messages.html": ("telegram_html", ""),
    "chats/chat_001/messages.html": ("telegram_html", ""),
    f"{INSTAGRAM}/andi_123/message_1.json": ("meta", "andi"),
    "messages/inbox/andi_sari_123/message_1.json": ("meta", "andi_sari"),
    "your_facebook_activity/messages/message_requests/a_1/message_1.html": ("meta_html", "a"),
    "messages/archived_threads/b_2/message_1.json": ("meta", "b"),
    "messages/filtered_threads/andi/message_1.json": ("meta", "andi"),
    "message_1.json": ("meta", ""),
    "Andi Sari_15.json": ("messenger", "Andi Sari"),
    "messages/Andi_15.json": ("messenger", "Andi"),
}
NO_CHAT = [
    *("IMG-20260721-WA0001.jpg", "catatan.txt", "Chat WhatsApp dengan Andi.txt.exe", "style.css"),
    *("posts/your_posts_1.json", "your_facebook_activity/posts/your_posts_1.json", "lists.json"),
    *("export_results.html", "chats.html", "message_1.json/photo.jpg", "x/media/a_1.jpeg"),
]


@pytest.mark.parametrize("name", ONE_CHAT)
def test_a_chat_is_known_by_its_name(name: str) -> None:
    (thread,) = parts_of([*NO_CHAT, name])
    assert (thread.format, thread.title, thread.members) == (*ONE_CHAT[name], (name,))


def test_what_is_no_chat_is_left_out() -> None:
    assert parts_of(NO_CHAT) == []
    assert parts_of([]) == []


def test_pages_are_read_by_number_and_meta_has_its_oldest_last() -> None:
    pages = ["messages10.html", "messages.html", "messages2.html"]
    assert parts_of(pages)[0].members == ("messages.html", "messages2.html", "messages10.html")
    files = [f"{INSTAGRAM}/andi_1/message_{number}.json" for number in (1, 10, 2)]
    assert parts_of(files)[0].members == (files[1], files[2], files[0])


def test_several_chats_of_one_download_are_told_apart() -> None:
    found = parts_of(
        [
            f"{INSTAGRAM}/sari_2/message_1.json",
            f"{INSTAGRAM}/andi_1/message_1.json",
            f"{INSTAGRAM}/andi_1/message_1.html",
            f"{INSTAGRAM}/andi_1/photos/1_n.jpg",
        ]
    )
    assert [(each.format, each.title) for each in found] == [
        ("meta", "andi"),
        ("meta", "sari"),
        ("meta_html", "andi"),
    ]
    assert found[0] == Thread(
        f"meta:{INSTAGRAM}/andi_1", "andi", "meta", (f"{INSTAGRAM}/andi_1/message_1.json",)
    )
    assert len({each.id for each in found}) == 3
