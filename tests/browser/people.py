"""The people of the stories, by what they do: an owner, a lead and a paralegal."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.browser.person import Person
from tests.cast import PASSWORD

RISK_ANSWERS = ("luas", "telepon", "wajah")


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    media_type: str
    content: bytes
    shows: str
    intimate: str = "no"


class Owner(Person):
    """She keeps what she was given on paper: seven words and a code."""

    words: Sequence[str] = ()
    code = ""
    home = ""

    @property
    def secret(self) -> str:  # type: ignore[override]
        return " ".join(self.words)

    @property
    def ref(self) -> str:
        return self.home.split("/")[2]

    def begins(self, *, whom: str = "diri", age: str = "dewasa") -> None:
        """From the first page to her own notes, with the words and the code on paper."""
        self.comes_in()
        self.answers(answer="ya")
        self.says_for_whom(whom, age)

    def comes_in(self) -> None:
        """From the first page to the first question: whether it is safe now."""
        self.visits("/")
        self.follows("/mulai")
        self.follows("/mulai/1")

    def says_for_whom(self, whom: str, age: str) -> None:
        self.answers(answer=whom)
        self.answers(answer=age)
        self.follows("/mulai/6")
        self.goes_on()
        self.takes_down_words()

    def takes_down_words(self) -> None:
        self.words = self.finds("ol.words li").all_inner_texts()
        self.follows("/mulai/8")
        self.answers(second=self.words[4], fifth=self.words[1])
        self.answers(second=self.words[1], fifth=self.words[4])
        self.code = self.finds("p.code").inner_text()
        self.goes_on()
        self.home = self.path

    def signs_in(self, words: str = "") -> None:
        self.visits("/")
        self.follows("/masuk")
        self.answers(words=words or self.secret)

    def enters_with_code(self, code: str = "") -> None:
        self.visits("/masuk")
        self.finds("summary").first.click()
        self.follows("/masuk/kode")
        self.answers(code=code or self.code)

    @property
    def is_refused(self) -> bool:
        """Whether the page says so, and is still the one that asks."""
        return self.path.startswith("/masuk") and self.finds("[role=alert]").is_visible()

    def opens_task(self, number: int) -> None:
        self.visits(self.home)
        self.follows(f"/{number}/")

    def writes_down_incident(self) -> None:
        self.opens_task(1)
        self.follows("/1/baru/")
        self.goes_on()
        self.answers(forms=["ancaman_sebar", "ncii"])
        self.answers(platform="instagram")
        self.answers(addresses="https://contoh.invalid/p/1", accounts="@akun_contoh")
        self.answers(claimed="pick", claimed_day="31", claimed_month="2", claimed_year="2026")
        self.answers(claimed_day="21", claimed_month="7", claimed_time="03.15")
        self.answers(relation="mantan", respondent="R.")
        self.goes_on()
        self.answers(note="Dia menulis bahwa foto itu akan dikirim ke grup angkatan.")

    def keeps_files(self, uploads: Sequence[Upload]) -> None:
        """Attaches them to the incident whose check page she is on."""
        for upload in uploads:
            self.follows_into("/6/")
            self.keeps_file(upload)

    def keeps_file(self, upload: Upload) -> None:
        content = {"name": upload.name, "mimeType": upload.media_type, "buffer": upload.content}
        self.finds("input[type=file]").set_input_files(content)
        self.answers(intimate=upload.intimate, minor="no", shows=upload.shows)

    def plans_contact(self) -> None:
        self.opens_task(2)
        self.follows("/2/1/")
        self.answers(still_in_contact="yes")
        self.answers(safe_to_cut="yes")
        self.answers(channels=["whatsapp"])
        self.answers(acts=["saved", "muted"])
        self.answers(shared=["passwords"])
        self.answers(trusted_person="Kakak")

    def maps_risk(self) -> None:
        """Answers the three questions that come first, and reads her plan."""
        self.opens_task(3)
        self.follows_into("/3/")
        for _ in RISK_ANSWERS:
            known = (one for one in RISK_ANSWERS if self.finds(f"input[value={one}]").count())
            self.answers(answer=[next(known)])
            if not self.finds("form").count() and not self.path.endswith("/3/"):
                self.goes_past_advice()
        self.follows("/3/hasil/")

    def goes_past_advice(self) -> None:
        self._goes(self.finds(".acts a.btn").first.click)

    def reports_to_platform(self, ticket: str) -> None:
        self.opens_task(4)
        self.follows("/4/baru/")
        self.answers(platform="instagram")
        self.answers(kind="ncii")
        self.answers(addresses=["https://contoh.invalid/p/1"], more="@akun_lain")
        self.answers(language="id")
        self.goes_on()
        self.goes_on()
        self.answers(ticket=ticket)
        self.answers(status="sent")

    def asks_for_help(self, organization: str) -> list[str]:
        """Up to the check page; returns the words she compared with the poster."""
        self.opens_task(5)
        self.follows("/5/baru/")
        self.chooses(organization)
        self.goes_on()
        self.answers(extent="whole")
        words = self.finds("ol.words li").all_inner_texts()
        self.goes_on()
        self.answers(safe_way="WhatsApp, teks saja.")
        self.answers(safe_hours="Hari kerja, 9 sampai 15.")
        self.answers(safe_word="melati")
        self.answers(need="Saya ingin tahu apa yang bisa dilakukan.")
        self.answers(alias="Kenanga")
        self.answers(consents=["seen", "passed_on"])
        return words

    def shares(self) -> None:
        self.follows("/a/")
        self.proves_herself()
        self.goes_on()

    def takes_back(self) -> None:
        self.opens_task(5)
        self.follows("/x/")
        self.proves_herself()
        self.goes_on()

    def asks_for_packet(self) -> None:
        self.opens_task(7)
        self.follows("/7/1/")
        self.proves_herself()
        self.goes_on()

    def downloads_packet(self, folder: Path) -> Path:
        self.waits_for('form[action$="/2/"]')
        return self.downloads(folder, self.finds('form[action$="/2/"] button'))

    def reads_chronology(self) -> None:
        self.visits(self.home)
        self.follows("/0/")

    def opens_item(self, label: str) -> None:
        self.reads_chronology()
        self._goes(self.finds('a[href*="/b/"]').filter(has_text=label).first.click)

    def reads_log(self) -> str:
        self.visits(self.home)
        self.follows("/8/")
        return self.sees

    def leaves(self) -> None:
        self.visits("/keluar")


class Staff(Person):
    email = ""
    secret = PASSWORD

    def goes_to_queue(self) -> None:
        self.visits("/k/")

    def signs_in(self) -> None:
        self.visits("/kerja")
        self.answers(email=self.email, password=self.secret)


class Lead(Staff):
    email = "lina@contoh.id"

    def opens_case(self, ref: str, reason: str) -> None:
        self.follows(f"/k/{ref}/")
        self.answers(reason=reason)

    def assigns(self, ref: str, name: str) -> None:
        self.follows(f"/k/{ref}/1/")
        self.proves_herself()
        self.chooses(name)
        self.goes_on()


class Paralegal(Staff):
    email = "budi@contoh.id"

    def opens_case(self, ref: str) -> None:
        self.follows(f"/k/{ref}/")

    def opens_item(self, label: str) -> None:
        self._goes(self.finds('a[href*="/b/"]').filter(has_text=label).first.click)

    def reads_log(self, ref: str) -> str:
        self.visits(f"/k/{ref}/")
        self.follows(f"/k/{ref}/2/")
        return self.sees

    def reveals(self, reason: str) -> None:
        self.fills_in("reason", reason)
        self.presses("/1/")

    def downloads_original(self, folder: Path, reason: str) -> Path:
        self.follows("/2/")
        self.proves_herself()
        self.fills_in("reason", reason)
        return self.downloads(folder, self.finds_main_button())
