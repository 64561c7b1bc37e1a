"""The people of the story at their browsers: an owner, a lead and a paralegal."""

import html
import json
import re
import secrets
import time
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.canary.files import Sample, content_of
from tests.canary.journeys import FIRST, Answers, Journey
from tests.canary.marks import Marks
from tests.instance import Instance
from tests.visitor import Form, Page, Upload, Visitor

WORD_LIST = re.compile(r'<ol class="words">(.*?)</ol>', re.DOTALL)
WORD = re.compile(r"<li>(\w+)</li>")
CODE = re.compile(r'<p class="code">(.*?)</p>')
PICTURE = re.compile(r"data:image/jpeg;base64,([\w+/=]+)")
JOINED_BY = (" ", "-", '", "', "', '")
PATIENCE_SECONDS = 60
PIECE = 24


def patiently() -> Iterator[None]:
    """Goes round until the caller breaks off, or for as long as anybody would wait."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        yield
        time.sleep(0.1)


def keep_words(marks: Marks, name: str, words: list[str]) -> None:
    """Three words in a row, however they are joined; two could stand together by chance."""
    for start in range(len(words) - 2):
        marks.keep(name, *(joint.join(words[start : start + 3]) for joint in JOINED_BY))


def keep_piece(marks: Marks, name: str, content: bytes) -> None:
    middle = len(content) // 2
    marks.keep(name, content[middle : middle + PIECE])


@dataclass
class Person(Visitor):
    """Somebody at her browser, whose cookies and words are marks."""

    instance: Instance
    marks: Marks
    name: str
    words: list[str] = field(default_factory=list)
    code: str = ""

    def __post_init__(self) -> None:
        Visitor.__init__(self, self.instance.base_url)
        self.address = f"2001:db8:{secrets.token_hex(2)}:{secrets.token_hex(2)}::1"
        self.marks.keep(f"{self.name}.address", self.address)
        self.visit("/?lang=en")

    def _headers(self) -> dict[str, str]:
        """As a proxy passes them on: where each request comes from, and from what browser."""
        told = {
            "X-Forwarded-For": self.address,
            "User-Agent": f"Mozilla/5.0 ({self.marks.new(f'{self.name}.browser')})",
        }
        if self.instance.env["KBGO_BEHIND_PROXY"] == "1":
            origin = self.base_url.replace("http:", "https:")
            told |= {"X-Forwarded-Proto": "https", "Origin": origin}
        return super()._headers() | told

    def keep_cookies(self) -> None:
        """The two halves of a session, as they travel and as they are."""
        half = self.cookies["__Host-k"]
        self.marks.keep(f"{self.name}.session", self.cookies["__Host-s"])
        self.marks.keep(f"{self.name}.key cookie", half, urlsafe_b64decode(half))

    def fill(self, name: str, answers: Answers, *, stays: bool = False) -> None:
        """Fills in the page; each text field must have an entry, and gets its mark."""
        form = self._form("save", answers)
        unmarked = form.texts - set(answers)
        assert not unmarked, f"{self.page.path} has texts without a mark: {sorted(unmarked)}"
        filled = {key: self._answer(form, f"{name}.{key}", v) for key, v in answers.items()}
        before = self.page.path
        self.submit("save", **filled)
        assert stays or self.page.path != before, f"{before} was not taken: {self.page.heading}"

    def _answer(self, form: Form, name: str, answer: str | list[str]) -> str | list[str]:
        if isinstance(answer, list):
            return answer
        if answer == FIRST:
            return form.choices[name.rpartition(".")[2]][0]
        return answer.format(mark=self.marks.new(name)) if "{mark}" in answer else answer

    def press_when_there(self, path: str, ending: str, **filled: object) -> Page:
        """Comes back to a page until it has the form that leads there, and sends that form off."""
        for _ in patiently():
            number = self.visit(path).form_towards(ending)
            if number is not None:
                return self.submit(number, **filled)
        raise AssertionError(f"{path} never led to {ending}")


class Owner(Person):
    """Ani, from her first page to her last."""

    case = ""

    def begin_notes(self) -> None:
        self.visit("/mulai/1")
        for answer in ("ya", "diri", "dewasa"):
            self.submit(answer=answer)
        self.visit("/mulai/6")
        self.submit()
        self._write_down_words()
        self._write_down_code()
        self.case = self.page.path

    def _write_down_words(self) -> None:
        listed = WORD_LIST.search(self.page.text)
        assert listed, self.page.path
        self.words = WORD.findall(listed[1])
        keep_words(self.marks, "words", self.words)
        self.visit("/mulai/8")
        self.submit("save", second=self.words[1], fifth=self.words[4])

    def _write_down_code(self) -> None:
        shown = CODE.search(self.page.text)
        assert shown, self.page.path
        self.code = html.unescape(shown[1])
        plain = re.sub(r"\W", "", self.code)
        self.marks.keep("recovery code", self.code, plain, plain[:13], plain[13:])
        self.keep_cookies()
        self.submit()

    def walk(self, journey: Journey) -> None:
        self.visit(f"{self.case}{journey.begin}")
        for answers in journey.pages:
            self.fill(journey.name, answers)

    def leave_text_behind(self) -> None:
        """As a page's script does when she leaves in the middle of a sentence."""
        left = {"_p": [f"{self.case}1/baru/"], "_k": ["1"], "note": [self.marks.new("draft.note")]}
        self.send("/b", left, status=204)

    def choose_a_name(self) -> None:
        self.visit("/s")
        self.submit("save", name=self.marks.new("preferences.name"))

    def map_the_risk(self) -> None:
        """Every question on her path, up to the plan. What she chose is a mark where it is a name
        that nothing else has; what she said at the beginning stays as it is."""
        self.visit(f"{self.case}3/")
        self.follow("Begin")
        while not self.page.path.endswith("/hasil/"):
            answers = [form for form in self.page.forms if "answer" in form.choices]
            if answers:
                self._choose(answers[0])
            else:
                self.follow(next(t for t, _ in self.page.links if t in ("Go on", "Answer more")))
        self.submit("choice")

    def _choose(self, form: Form) -> None:
        named = [one for one in form.choices["answer"] if "_" in one and one != "tidak_tahu"]
        chosen = form.values.get("answer") or (named or form.choices["answer"])[:1]
        if chosen == named[:1]:
            self.marks.keep("risk.answer", named[0])
        self.submit("save", answer=chosen)

    def bring(self, sample: Sample) -> str:
        """Keeps a file; returns the address of its page."""
        content = content_of(sample, self.marks)
        name = f"{self.marks.new(f'{sample.name}.file name')}.{sample.extension}"
        self.visit(f"{self.case}6/")
        self.submit(
            "save",
            file=Upload.of(name, content, sample.media_type),
            intimate="yes" if sample.is_intimate else "no",
            minor="no",
            shows=self.marks.new(f"{sample.name}.shows"),
        )
        assert "/b/" in self.page.path, self.page.path
        return self.page.path

    def note_elsewhere(self) -> None:
        """A file that stays on the phone, and an address, each kept as what is told of it."""
        digest, new = secrets.token_hex(32), self.marks.new
        self.marks.keep("fingerprint", digest)
        self.visit(f"{self.case}6/1/")
        told = {"name": new("print.name"), "kept_where": new("print.where")}
        self.submit("save", typed=digest, shows=new("print.shows"), **told)
        assert "/b/" in self.page.path, self.page.path
        self.visit(f"{self.case}6/2/")
        seen = {"url": f"https://{new('sighting.url')}.invalid/p", "handle": new("sighting.handle")}
        seen |= {"display_name": new("sighting.name"), "account_id": new("sighting.id")}
        self.submit("save", shows=new("sighting.shows"), **seen)
        self.submit("save")
        assert "/b/" in self.page.path, self.page.path

    def look_at(self, item: str) -> None:
        """Waits until the worker has made the picture, and looks at it."""
        self.press_when_there(item, "/1/")
        self._keep_picture(item)

    def _keep_picture(self, item: str) -> None:
        shown = PICTURE.search(self.page.text)
        assert shown, self.page.path
        keep_piece(self.marks, f"view copy of {item}", b64decode(shown[1]))

    def download(self, item: str) -> bytes:
        self.visit(f"{item}2/")
        return self.submit().body

    def open_to_organization(self) -> None:
        self.follow("Go on to your consent")
        self.submit()

    def packet(self) -> bytes:
        """Asks for a packet, waits for the worker, and downloads it."""
        self.visit(f"{self.case}7/1/")
        self.submit()
        packet = self.page.path
        self.press_when_there(packet, "/2/")
        keep_piece(self.marks, "packet", self.page.body)
        return self.page.body

    def change_her_mind_on_being_counted(self) -> None:
        """Twice: in the end it is as she said first."""
        for _ in range(2):
            self.visit(f"{self.case}5/")
            self.submit("count")

    def take_back(self) -> None:
        self.visit(f"{self.case}5/")
        self.follow("Take it back")
        self.submit()

    def lose_words(self) -> None:
        """Comes back with the code on paper, and gets new words and a new code."""
        self.visit("/keluar")
        self.cookies.clear()
        self.visit("/masuk/kode")
        self.submit(code=self.code)
        self._write_down_words()
        self._write_down_code()

    def come_back(self) -> None:
        self.visit("/masuk")
        self.submit(words=" ".join(self.words))
        self.keep_cookies()

    def err(self) -> None:
        """Types what no page takes: a date, a word, a file, an answer without its token."""
        self.visit(f"{self.case}1/baru/")
        self.fill("error", {"forms": ["ncii"]})
        self.visit(re.sub(r"/2/$", "/4/", self.page.path))
        self.submit("save", claimed="pick", claimed_year=self.marks.new("error.year"))
        bad = self.marks.new("error.file")
        self.visit(f"{self.case}6/")
        self.submit("save", file=Upload.of(f"{bad}.zip", b"PK\5\6" + bad.encode() * 99), shows=bad)
        self.visit("/keluar")
        self.visit("/masuk")
        self.submit(words=f"buku {self.marks.new('error.word')}")
        self.cookies.clear()
        self._go("POST", "/masuk", [self.marks.new("error.token").encode()], status=403)

    def go_astray(self) -> None:
        """Comes to addresses that do not exist."""
        self.visit(f"/{self.marks.new('astray.path')}", status=404)
        self.visit(f"/masuk?q={self.marks.new('astray.query')}")
        self.visit(f"/c/{self.marks.new('astray.case')}/")


class Member(Person):
    """Somebody of the organisation, who signs in with e-mail and password."""

    @property
    def account(self) -> dict[str, str]:
        email = f"{self.marks.new(f'{self.name}.email')}@contoh.invalid"
        name, password = (self.marks.new(f"{self.name}.{part}") for part in ("name", "password"))
        return {"email": email, "name": name, "password": password}

    def sign_in(self) -> None:
        self.visit("/kerja")
        self.submit(email=self.account["email"], password=self.account["password"])
        assert self.page.path == "/k/", self.page.path
        self.keep_cookies()

    def read(self, case: str) -> None:
        """Opens the case; whoever does not work on it has to say why."""
        asked = [form for form in self.visit(case).forms if "reason" in form.texts]
        if asked:
            self.fill(f"{self.name}.opening", {"reason": "{mark}"}, stays=True)

    def look_at(self, item: str) -> None:
        reason = self.marks.new(f"{self.name}.reveal reason")
        self.press_when_there(item, "/1/", reason=reason)
        shown = PICTURE.search(self.page.text)
        assert shown, self.page.path

    def download(self, item: str) -> bytes:
        self.visit(f"{item}2/")
        return self.submit(reason=self.marks.new(f"{self.name}.download reason")).body

    def count(self) -> bytes:
        """All cases, hers among them; ten are needed, so there are nine others."""
        self.instance.run("-m", "tests.canary.counted")
        self.visit("/k/angka/")
        self.submit()
        return self.submit("file").body

    def assign(self, case: str) -> None:
        self.visit(f"{case}1/")
        member = next(
            form.choices["member"][-1] for form in self.page.forms if "member" in form.names
        )
        self.submit("save", member=member)


def found_organization(instance: Instance, lead: Member, paralegal: Member) -> None:
    people = {"lead": lead.account, "paralegal": paralegal.account}
    instance.run("-m", "tests.canary.staff", told=json.dumps(people))
