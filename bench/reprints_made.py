"""What are copies and look-alikes made of? Real pages, cut, edited, wrapped and mixed by program; the seed is fixed."""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Callable
from pathlib import Path

from bench.claims_silence import _NoPlaces
from bench.data import lines, need
from firsthand.matching.folding import sentences
from firsthand.reading.pages import read_page
from firsthand.settings import Settings

Text = dict[str, str | None]
Edit = Callable[[list[str], random.Random, list[str]], str]
"""(the sentences kept, chance, other texts of which the first is used nowhere else) -> a copy."""

HEAD = "Skip to main content. Home, World, Politics, Business, Sport. Sign in or register. You are reading the online edition."
FEET = (
    "Sign up to our newsletter to get the morning briefing in your inbox every day. By signing up you agree to our terms of use "
    "and to our privacy policy. You can unsubscribe at any time. Follow us on Facebook and on Twitter.",
    "All rights reserved. This material may not be published, broadcast, rewritten or redistributed without permission. "
    "Contact our desk with your questions and corrections. Read more of our stories on the same subject below.",
    "Support independent journalism from as little as a coffee a month. It only takes a minute, thank you for reading us. "
    "Share this article with your friends and leave a comment; comments are moderated by our team.",
)
SHORT = 60
"""Words that a page must have to be used."""


def read(data: Path) -> list[list[str]]:
    """The sentences of each page that is long enough to be cut."""
    found = []
    for file in sorted(need(data / "pages" / "html").glob("*.gz")):
        text = read_page(gzip.decompress(file.read_bytes()), gazetteer=_NoPlaces(), settings=Settings()).text
        pieces = [text[start:end] for start, end in sentences(text)]
        if len(text.split()) >= SHORT and len(pieces) >= 5:
            found.append(pieces)
    return found


def strangers(data: Path) -> list[str]:
    """Texts of other sets: paragraphs, several of each encyclopaedic article, and news sentences ten at a time."""
    folder = data / "crosslingual"
    texts = {
        row["text"] for name in ("xquadpara_el_en", "xquadpara_ru_en") for row in lines(folder / name / "claims.jsonl")
    }
    news = [row["text"] for name in ("wmt22_ru_en", "wmt22_uk_en") for row in lines(folder / name / "claims.jsonl")]
    return sorted(texts) + [" ".join(news[i : i + 10]) for i in range(0, len(news), 10)]


def wrappers(data: Path) -> list[str]:
    """Texts to wrap copies in, none used twice: claims of one set, thirty at a time."""
    claims = [row["text"] for row in lines(data / "claims" / "ct22_en" / "claims.jsonl")]
    return [" ".join(claims[i : i + 30]) for i in range(0, len(claims), 30)]


def keep(pieces: list[str], share: float, rng: random.Random) -> list[str]:
    """That share of the sentences, at least one, in their order."""
    number = max(1, round(share * len(pieces)))
    return [pieces[i] for i in sorted(rng.sample(range(len(pieces)), number))]


def words_changed(share: float) -> Edit:
    """Each word with that probability replaced, dropped, followed by a strange one, or swapped with the next."""

    def edit(pieces: list[str], rng: random.Random, others: list[str]) -> str:
        words, out = " ".join(pieces).split(), list[str]()
        while words:
            word = words.pop(0)
            kind = rng.choice("rdis") if rng.random() < share else ""
            if kind == "r":
                out.append(_strange(rng, others))
            elif kind == "i":
                out += [word, _strange(rng, others)]
            elif kind == "s" and words:
                out += [words.pop(0), word]
            elif kind != "d":
                out.append(word)
        return " ".join(out)

    return edit


def _strange(rng: random.Random, others: list[str]) -> str:
    return rng.choice(rng.choice(others).split())


def dressed(pieces: list[str], rng: random.Random, others: list[str]) -> str:
    """Other capitals, quotation marks and punctuation."""
    text = re.sub("[“”«»]", '"', " ".join(pieces)).replace("’", "'").replace(" - ", " — ").replace(". ", " ! ")
    return text.upper() if rng.random() < 0.5 else re.sub("[,;:]", "", text)


def reordered(pieces: list[str], rng: random.Random, others: list[str]) -> str:
    return " ".join(rng.sample(pieces, len(pieces)))


def wrapped(pieces: list[str], rng: random.Random, others: list[str]) -> str:
    """In the middle of another text, with boilerplate at both ends."""
    middle = len(others[0]) // 2
    return "\n\n".join([HEAD, others[0][:middle], " ".join(pieces), others[0][middle:], rng.choice(FEET)])


KEPT = (1.0, 0.75, 0.5, 0.33, 0.2, 0.1)
EDITS: dict[str, Edit] = {
    "none": words_changed(0.0),
    "5 %": words_changed(0.05),
    "10 %": words_changed(0.1),
    "20 %": words_changed(0.2),
    "30 %": words_changed(0.3),
    "dress": dressed,
    "reordered": reordered,
    "wrapped": wrapped,
}


def decoys(pages: list[list[str]], rng: random.Random) -> list[Text]:
    """Texts that are nobody's copies: same words, shared quotations, boilerplate. `pages` stand nowhere else."""
    quotes = [" ".join(pieces[:3])[:500].rsplit(" ", 1)[0] for pieces in pages[:12]]
    texts = []
    for number, pieces in enumerate(pages[12:]):
        quote, middle, foot = quotes[number % len(quotes)], len(pieces) // 2, FEET[number % len(FEET)]
        quoted = f"“{quote}”, they said in a statement." if number % 3 else quote
        if number % 4 < 2:
            texts.append("\n".join([HEAD, *pieces[:middle], quoted, *pieces[middle:], foot]))
        elif number % 4 == 2:
            chunks = " ".join(pieces).split()
            threes = [" ".join(chunks[i : i + 3]) for i in range(0, len(chunks), 3)]
            texts += [" ".join(rng.sample(threes, len(threes))) for _ in range(2)]
        else:
            texts += ["\n".join([HEAD, *part, foot]) for part in (pieces[:2], pieces[2:4], pieces[4:5])]
    return [dated(f"decoy-{i}", text, rng, 2020 + i % 3) for i, text in enumerate(texts)]


def dated(name: str, text: str, rng: random.Random, year: int) -> Text:
    return {"id": name, "text": text, "published": f"{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"}
