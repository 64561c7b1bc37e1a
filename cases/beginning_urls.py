"""The paths of the beginning; `cases.urls` takes them in."""

from django.urls import URLPattern

from cases.views import beginning, drafts, erasure, words
from core.routes import route

urlpatterns: list[URLPattern] = [
    route("mulai", beginning.begin, name="begin", policy="visitor"),
    route("mulai/1", beginning.safety, name="begin-safety", policy="visitor"),
    route("mulai/2", beginning.calm, name="begin-calm", policy="visitor"),
    route("mulai/3", beginning.whom, name="begin-whom", policy="visitor"),
    route("mulai/4", beginning.age, name="begin-age", policy="visitor"),
    route("mulai/5", beginning.sight, name="begin-sight", policy="visitor"),
    route("mulai/6", words.make_words, name="begin-words", policy="visitor"),
    route("mulai/7", words.words, name="words", policy="visitor"),
    route("mulai/8", words.check_words, name="check-words", policy="visitor"),
    route("mulai/9", words.code, name="code", policy="owner"),
    route("masuk/kode", words.enter_with_code, name="enter-with-code", policy="visitor"),
    route("masuk/2", words.new_words, name="new-words", policy="owner"),
    route("b", drafts.beacon, name="beacon", policy="public"),
    route("c/9/", erasure.erase_all, name="erase-all", policy="owner"),
    route("c/", words.home, name="home", policy="owner"),
]
