"""Are posts read in each of their forms, and does a malformed one name its field?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from firsthand.errors import ReadingError
from firsthand.reading.posts import read_post
from firsthand.record.readings import Reading, ReadingKind
from firsthand.record.where import Where
from firsthand.settings import Settings

WORDS = "The march of 1 May 2012 ended on the square."


@dataclass(frozen=True)
class NoPlaces:
    def look_up(self, name: str) -> tuple[Where, ...]:
        return ()


def read(post: Any, limits: Settings | None = None) -> Reading:
    data = post if isinstance(post, bytes) else json.dumps(post).encode()
    return read_post(data, gazetteer=NoPlaces(), settings=limits or Settings())


PLAIN = {
    "text": WORDS,
    "author": "@desk",
    "time": "2012-05-02T09:00Z",
    "url": "https://social.example/1",
    "lang": "en",
    "pictures": [{"url": "https://social.example/a.jpg", "alt": "a crowd"}],
}
STATUS = {
    "id": "1",
    "content": f"<p>{WORDS}</p>",
    "account": {"acct": "desk", "display_name": "The desk"},
    "created_at": "2012-05-02T09:00:00.000Z",
    "url": "https://social.example/1",
    "language": "en",
    "media_attachments": [
        {"type": "image", "url": "https://social.example/a.jpg", "description": "a crowd"},
        {"type": "video", "url": "https://social.example/a.mp4", "description": None},
    ],
}
NOTE = {
    "@context": "https://www.w3.org/ns/activitystreams",
    "type": "Note",
    "id": "https://social.example/1",
    "attributedTo": "@desk",
    "content": f"<p>{WORDS}</p>",
    "contentMap": {"en": f"<p>{WORDS}</p>"},
    "published": "2012-05-02T09:00:00Z",
    "attachment": [
        {
            "type": "Document",
            "mediaType": "image/jpeg",
            "url": [{"href": "https://social.example/a.jpg"}],
            "name": "a crowd",
        }
    ],
}
VIEW = {
    "uri": "at://did:plc:abc/app.bsky.feed.post/3kxyz",
    "author": {"did": "did:plc:abc", "handle": "desk"},
    "record": {"$type": "app.bsky.feed.post", "text": WORDS, "createdAt": "2012-05-02T09:00:00.000Z", "langs": ["en"]},
    "embed": {
        "$type": "app.bsky.embed.images#view",
        "images": [{"fullsize": "https://social.example/a.jpg", "alt": "a crowd"}],
    },
}
MESSAGE = {
    "id": 1,
    "type": "message",
    "date": "2012-05-02T12:00:00",
    "date_unixtime": "1335949200",
    "from": "@desk",
    "text": ["The march of ", {"type": "bold", "text": "1 May 2012"}, " ended on the square."],
    "photo": "photos/photo_1.jpg",
}


@pytest.mark.parametrize(
    ("post", "picture", "alt"),
    [
        (PLAIN, "https://social.example/a.jpg", "a crowd"),
        (STATUS, "https://social.example/a.jpg", "a crowd"),
        (NOTE, "https://social.example/a.jpg", "a crowd"),
        ({"type": "Create", "actor": "x", "object": NOTE}, "https://social.example/a.jpg", "a crowd"),
        (VIEW, "https://social.example/a.jpg", "a crowd"),
        (MESSAGE, "photos/photo_1.jpg", ""),
    ],
    ids=["plain", "mastodon", "activitypub", "activity", "bluesky", "telegram"],
)
def test_each_form_says_the_same(post: dict[str, Any], picture: str, alt: str) -> None:
    reading = read(post)
    assert (reading.kind, reading.text, reading.author, reading.lang) == (ReadingKind.POST, WORDS, "@desk", "en")
    assert reading.published is not None
    assert reading.published.first is not None
    assert str(reading.published)[:16] == "2012-05-02T09:00"
    assert [(p.name, p.alt) for p in reading.pictures] == [(picture, alt)]
    caption = reading.pictures[0].caption
    assert caption is not None
    assert (caption.text, caption.published) == (WORDS, reading.published), "the post's words are the picture's caption"
    assert [(m.passage.exact, str(m.when)) for m in reading.dates] == [("1 May 2012", "2012-05-01")]


@pytest.mark.parametrize(
    ("post", "address", "outlet"),
    [
        (PLAIN, "https://social.example/1", "social.example"),
        (STATUS, "https://social.example/1", "social.example"),
        (NOTE, "https://social.example/1", "social.example"),
        (VIEW, "https://bsky.app/profile/desk/post/3kxyz", "bsky.app"),
        (MESSAGE, "", ""),
    ],
)
def test_addresses(post: dict[str, Any], address: str, outlet: str) -> None:
    reading = read(post)
    assert (reading.url, reading.outlet) == (address, outlet)


def test_line_breaks_of_html_are_kept_and_scripts_are_not() -> None:
    content = "<p>First line<br>second line</p><script>alert(1)</script><p>A <a href='x'>link</a></p>"
    assert read({**STATUS, "content": content}).text == "First line\nsecond line\nA link"


def test_a_post_may_be_one_picture_without_words() -> None:
    reading = read({"text": "", "pictures": [{"file": "a.jpg"}]})
    assert reading.text == ""
    assert [(p.name, p.caption) for p in reading.pictures] == [("a.jpg", None)]


def test_too_many_pictures_are_said() -> None:
    reading = read({**PLAIN, "pictures": [{"file": f"{i}.jpg"} for i in range(9)]}, Settings(max_page_pictures=4))
    assert len(reading.pictures) == 4
    assert "only the first 4" in reading.problems[0]


@pytest.mark.parametrize(
    ("post", "said", "why"),
    [
        (b"", "not JSON", "empty"),
        (b"hello", "not JSON", "no JSON"),
        (b"\xff\xfe\x00", "not JSON", "binary"),
        (b'{"text": "a"', "not JSON", "cut off"),
        (b"[" * 100_000, "not JSON", "nested without end"),
        ([PLAIN], "a list", "a list of posts"),
        (None, "null", "nothing"),
        ({}, "missing required field `text`", "no words"),
        ({"text": 5}, r"Expected `str`, got `int` - at `\$\.text`", "words that are a number"),
        ({"text": None}, r"at `\$\.text`", "words that are null"),
        ({**PLAIN, "pictures": "a.jpg"}, r"at `\$\.pictures`", "pictures that are no list"),
        ({**PLAIN, "pictures": [{"alt": "a"}]}, r"pictures\[0\]", "a picture without a name"),
        ({**PLAIN, "pictures": [{"file": 1}]}, r"at `\$\.pictures\[0\]\.file`", "a name that is a number"),
        ({**PLAIN, "time": "yesterday"}, "time 'yesterday'", "a time that is none"),
        ({**PLAIN, "time": "2012-02-30"}, "time '2012-02-30'", "a day that is none"),
        ({**STATUS, "account": {}}, r"missing required field `acct` - at `\$\.account`", "an account without a name"),
        ({**VIEW, "record": {"text": WORDS}}, r"`createdAt` - at `\$\.record`", "a record without its time"),
        ({**MESSAGE, "text": [5]}, r"at `\$\.text\[0\]`", "a part that is a number"),
        ({"text": "  "}, "neither words nor pictures", "nothing to check"),
    ],
)
def test_a_malformed_post_names_its_field(post: Any, said: str, why: str) -> None:
    with pytest.raises(ReadingError, match=said) as caught:
        read(post)
    assert caught.value.hint, why


def test_a_post_beyond_the_limit_is_refused() -> None:
    with pytest.raises(ReadingError, match="limit of 10"):
        read(PLAIN, Settings(max_file_bytes=10))
