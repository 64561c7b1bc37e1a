"""She covers parts of a picture and of a note: by keys alone, by drawing, and by typing."""

from tests.browser.conftest import Stage
from tests.browser.people import Owner, Upload
from tests.sample_files import png

PICTURE = Upload("foto.png", "image/png", png(400, 300), "Layar obrolan")


class Covering(Owner):
    """An owner with one picture for one note."""

    def keeps_a_picture(self) -> None:
        self.writes_down_incident()
        self.note = self.path
        self.keeps_files([PICTURE])
        self.item = self.path

    def waits_for_its_view(self) -> None:
        self.visits(self.item)
        self.waits_for('a[href$="/4/"]')

    def draws(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """From one place in the picture to another, in parts of its width and height."""
        picture = self.finds(".cover")
        area = picture.bounding_box()
        assert area is not None
        here, there = ({"x": area["width"] * x, "y": area["height"] * y} for x, y in (start, end))
        picture.drag_to(picture, source_position=here, target_position=there)

    def presses(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    @property
    def typed(self) -> str:
        return self.finds("textarea[name=boxes]").input_value()

    @property
    def name_of_focus(self) -> str:
        name: str = self.page.evaluate("document.activeElement.getAttribute('aria-label')")
        return name


def test_she_covers_parts_of_a_picture(stage: Stage) -> None:
    """With JavaScript by keys and by drawing; without it by typing. Both ways give one copy."""
    owner = stage.enters(Covering)
    owner.begins()
    owner.keeps_a_picture()
    owner.waits_for_its_view()
    owner.follows("/4/")
    fold = "details.typed:not([open])" if stage.java_script else "details.typed[open]"
    owner.finds(fold).wait_for()
    owner._goes(owner.finds("button[value=picture]").click)
    if stage.java_script:
        owner.finds("[data-act=add]").focus()
        owner.presses("Enter", "ArrowLeft", "ArrowUp", "Shift+ArrowRight", "Shift+ArrowDown")
        assert owner.typed == "34 39 31 21"
        assert "34" in owner.name_of_focus
        owner.presses("Delete")
        assert owner.typed == ""
        owner.draws((0.25, 0.25), (0.5, 0.5))
        assert [round(float(part)) for part in owner.typed.split()] == [25, 25, 25, 25]
        owner.goes_on()
    else:
        assert owner.finds(".cover button").count() == 0
        owner.answers(boxes="25 25 25 25")
    assert owner.path == owner.item
    assert stage.inspector.faults == []


def test_she_covers_words_of_a_note(stage: Stage) -> None:
    owner = stage.enters(Covering)
    owner.begins()
    owner.writes_down_incident()
    owner.follows("/t/")
    if stage.java_script:
        owner.page.evaluate(
            "() => { const all = document.querySelector('#all');"
            " const at = all.value.indexOf('grup angkatan');"
            " all.setSelectionRange(at, at + 13); }"
        )
        owner.finds(".pick > button").click()
        owner.goes_on()
    else:
        owner.answers(covered="grup angkatan")
    assert "dikirim ke █████." in owner.sees
    assert stage.inspector.faults == []
