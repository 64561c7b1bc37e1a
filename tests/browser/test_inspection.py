"""The inspector finds faults where there are some."""

from typing import Any

from tests.browser.inspection import PHONE, Inspector

BAD = """<!doctype html><html><title>Uji</title><main>
<h1>Satu</h1><h1>Dua</h1><label for="x">Nama</label><input id="y" aria-describedby="z">
<p id="two">a</p><p id="two">b</p><div style="inline-size: 340px">c</div>
<script>console.error("gagal")</script></main>"""
EXPECTED = (
    "2 h1",
    "no lang",
    "for=x leads nowhere",
    "aria-describedby=z leads nowhere",
    "has no label",
    "two two",
    "too wide at 320 with letters of 100%",
    "too wide at 320 with letters of 200%",
    "gagal",
)


def test_a_bad_page_is_called_bad_for_each_of_its_faults(browser: Any) -> None:
    context = browser.new_context(viewport=PHONE)
    page, inspector = context.new_page(), Inspector(is_thorough=True)
    page.on("console", inspector.hears)
    page.set_content(BAD)
    inspector.looks_at(page)
    context.close()
    told = "\n".join(inspector.faults)
    assert [fault for fault in EXPECTED if fault not in told] == []
    assert "too wide at 1280" not in told
