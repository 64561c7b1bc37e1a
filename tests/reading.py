"""What makes a text calm and easy: rules over texts of one language, each naming what breaks it."""

import re
from collections.abc import Iterable
from statistics import mean

PLACEHOLDER = re.compile(r"%\(\w+\)0?\d*[sd]|%[sd]|\{\w*\}|\$\w+")
SENTENCE_END = re.compile(r"(?<=[.?…])\s+")
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
VOWEL = re.compile(r"[aiueo]")
DIPHTHONG = re.compile(r"(?:ai|au|oi)\b")
LABEL_WORDS = 3

NOT_IN_INDONESIAN = (
    r"!|\bkorban\w*|\bpelaku (?:kamu|mu)\b|\bpelakumu\b|\bkenapa\b|\bseharusnya\b"
    r"|(?<!bukan )\bsalah(?:mu|nya)\b|\bceroboh\b|\bmemalukan\b|\baib\b"
    r"|(?<!belum )(?<!tidak )\bpasti\b|\b(?:dijamin|terbukti)\b"
)
NOT_FOR_OWNERS = (
    r"\banda\b|\bmengapa\b|\bponsel\w*|\bhandphone\b"
    r"|\b(?:file|upload|download|link|password|screenshot|chat|browser|share|post|history)\b"
)
NOT_FOR_STAFF = r"\b(?:kamu|anda|kalian)\b"
NOT_IN_ENGLISH = (
    r"!|\bvictims?\b|\bperpetrators?\b|\boffenders?\b|\bsurvivors?\b|\b(?:she|her|hers|he|his|him)\b"
    r"|\bwhy (?:did|didn't) you\b|\byou should have\b|(?<!not )\byour fault\b"
    r"|\bguaranteed?\b|\bproven\b|\bcertainly\b"
)


def containing(pattern: str, texts: Iterable[str]) -> list[str]:
    return [text for text in texts if re.search(pattern, text, re.IGNORECASE)]


def sentences_of(text: str) -> list[str]:
    return SENTENCE_END.split(PLACEHOLDER.sub("x", text))


def words_in(text: str) -> list[str]:
    return WORD.findall(text)


def syllables(word: str) -> int:
    """Vowels, with a diphthong at the end as one: close enough for Indonesian spelling."""
    return len(VOWEL.findall(DIPHTHONG.sub("a", word.lower())))


def mean_length(texts: Iterable[str]) -> float:
    """Words of a sentence; labels are none."""
    lengths = (len(words_in(one)) for text in texts for one in sentences_of(text))
    return mean(length for length in lengths if length > LABEL_WORDS)


def long_sentences(texts: Iterable[str], most: int) -> list[str]:
    sentences = (one for text in texts for one in sentences_of(text))
    return [one for one in sentences if len(words_in(one)) > most]


def long_paragraphs(texts: Iterable[str], most: int = 3) -> list[str]:
    return [text for text in texts if len(sentences_of(text)) > most]


def hard_words(texts: Iterable[str], most: int = 5) -> set[str]:
    """Indonesian words of more syllables; the halves of a doubled one count by themselves."""
    return {part for part in _parts(texts) if syllables(part) > most}


def long_words(texts: Iterable[str], most: int = 13) -> set[str]:
    """English words of more letters."""
    return {part for part in _parts(texts) if len(part) > most}


def _parts(texts: Iterable[str]) -> set[str]:
    words = (word.lower() for text in texts for word in words_in(PLACEHOLDER.sub("", text)))
    return {part for word in words for part in word.split("-")}
