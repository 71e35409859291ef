"""Is what a person brings kept as it came, with from whom, and does no hostile e-mail do more than be named?"""

from __future__ import annotations

import gzip
import json
import os
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.capture_site import PICTURE, STORY, WORDS, png, serving

from firsthand import api
from firsthand.capturing import Given, given
from firsthand.casebook.captures import FiledCapture
from firsthand.errors import FirsthandError, ReadingError, UsageError
from firsthand.reading.mails import LONGEST_HEADER, MOST_PARTS, Mail, read_mail
from firsthand.record.captures import GIVEN, Part, Role, StepState
from firsthand.record.tips import CaptureState
from firsthand.settings import Settings
from firsthand.verifying import verify

READER = "a reader, by Signal"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[api.Desk]:
    settings = Settings(max_file_bytes=1_000_000, allow_networks=("127.0.0.1",))
    with api.init(tmp_path_factory.mktemp("given") / "book", settings=settings) as opened:
        yield opened


@pytest.fixture
def brought(desk: api.Desk, tmp_path: Path) -> Callable[..., FiledCapture]:
    """brought(name, data, ...) -> the capture of such a file."""

    def bring(name: str, data: bytes, **more: str) -> FiledCapture:
        (tmp_path / name).write_bytes(data)
        return given(desk, Given(tmp_path / name, source=READER, **more), who="A desk")

    return bring


def kept(desk: api.Desk, filed: FiledCapture, role: Role) -> bytes:
    part = filed.captured.part(role)
    assert part is not None, f"no {role} is kept"
    return desk.book.exhibit(part.exhibit.sha256)


def prints(desk: api.Desk, part: Part | None) -> int:
    assert part is not None
    return len(desk.book.prints(part.exhibit.sha256))


def test_pasted_words(desk: api.Desk) -> None:
    thing = Given(words=WORDS, source=f" {READER} ", note="cut from a chat", address="https://news.example/story")
    filed = given(desk, thing, who=" A desk ")
    held = filed.captured
    assert (held.tool, held.state, held.source, held.note, held.who) == (
        GIVEN,
        CaptureState.COMPLETE,
        READER,
        "cut from a chat",
        "A desk",
    )
    assert held.address == "the words given", "where it is said to be from is not what was captured"
    assert (held.final_address, held.ip, held.status) == ("", "", 0)
    assert dict(held.told) == {"said-address": "https://news.example/story", "lang": "en"}
    assert kept(desk, filed, Role.GIVEN).decode() == WORDS
    assert desk.book.captures.of("https://news.example/story") == [], "an address that is only said is not believed"
    assert desk.book.captures.get(filed.id) == filed


def test_a_picture_comes_with_its_fingerprints(desk: api.Desk, brought: Callable[..., FiledCapture]) -> None:
    filed = brought("screenshot.png", PICTURE)
    part = filed.captured.part(Role.GIVEN)
    assert part is not None
    assert (part.exhibit.name, part.exhibit.media) == ("screenshot.png", "image/png")
    assert prints(desk, part)
    assert kept(desk, filed, Role.GIVEN) == PICTURE


def test_a_saved_page_comes_with_what_lies_beside_it_and_nothing_is_fetched(
    desk: api.Desk, brought: Callable[..., FiledCapture], tmp_path: Path
) -> None:
    (tmp_path / "bridge.png").write_bytes(PICTURE)
    with serving() as site:
        page = STORY.replace(b"/bridge.png", b"bridge.png").replace(
            b"</article>", f'<img src="{site.at("bridge.png")}" width=300 height=200></article>'.encode()
        )
        filed = brought("page.html", page)
        assert site.asked == {}
    assert filed.captured.state is CaptureState.PARTIAL
    assert dict(filed.captured.told)["title"] == "The bridge"
    assert len(filed.captured.parts_of(Role.PICTURE)) == 1
    assert prints(desk, filed.captured.part(Role.PICTURE))
    assert "did not come with it: 1" in " ".join(filed.captured.problems)
    assert WORDS.strip() in kept(desk, filed, Role.TEXT).decode()


@pytest.mark.parametrize(
    ("name", "data", "state", "said"),
    [
        ("note.txt", WORDS.encode(), CaptureState.COMPLETE, ""),
        ("page.html.gz", gzip.compress(STORY), CaptureState.PARTIAL, "did not come with it: 1"),
        ("paper.pdf", b"%PDF-1.7 of no reader", CaptureState.COMPLETE, "no reader here reads such files"),
        ("empty.txt", b"", CaptureState.COMPLETE, "no reader here reads such files"),
        ("blob", bytes(range(256)) * 9, CaptureState.COMPLETE, "no reader here reads such files"),
        ("half.png", PICTURE[:2000], CaptureState.PARTIAL, "half.png"),
        ("bomb.html.gz", gzip.compress(bytes(5_000_000)), CaptureState.PARTIAL, "bytes"),
        ("broken.html.gz", gzip.compress(STORY)[:200], CaptureState.PARTIAL, "gzip"),
        ("..\\a\u202eb\x1b.txt", WORDS.encode(), CaptureState.COMPLETE, ""),
    ],
)
def test_any_file_is_kept_as_it_came(
    desk: api.Desk, brought: Callable[..., FiledCapture], name: str, data: bytes, state: CaptureState, said: str
) -> None:
    filed = brought(name, data)
    assert filed.captured.state is state, filed.captured.problems
    assert said in " ".join(filed.captured.problems)
    assert kept(desk, filed, Role.GIVEN) == data
    assert filed.captured.address == name


def test_what_is_no_text_is_spelled_out(desk: api.Desk, brought: Callable[..., FiledCapture]) -> None:
    filed = brought(os.fsdecode(b"a\xff.txt"), WORDS.encode(), note="half \ud800 of a pair")
    assert (filed.captured.address, filed.captured.note) == ("a\\udcff.txt", "half \\ud800 of a pair")
    assert desk.book.captures.get(filed.id) == filed
    words = given(desk, Given(words="half \ud800 of a pair", source=READER), who="A desk")
    assert kept(desk, words, Role.GIVEN) == b"half \\ud800 of a pair"


@pytest.mark.parametrize(
    "thing",
    [
        Given(words="words"),
        Given(words="words", source=" "),
        Given(source=READER),
        Given(Path("x"), "words", source=READER),
        Given(words="words", source="x" * 6000),
        Given(words="words", source=READER, address="x" * 6000),
        Given(Path("no-such-file"), source=READER),
        Given(Path("/"), source=READER),
        Given(Path("/dev/zero"), source=READER),
    ],
)
def test_a_wrong_call_puts_nothing_on_file(desk: api.Desk, thing: Given) -> None:
    before = len(list(desk.book.captures.all()))
    with pytest.raises((UsageError, ReadingError)):
        given(desk, thing, who="A desk")
    with pytest.raises(FirsthandError):
        given(desk, Given(words="words", source=READER), who="")
    assert len(list(desk.book.captures.all())) == before


def test_a_file_over_the_limit_is_refused(brought: Callable[..., FiledCapture]) -> None:
    with pytest.raises(ReadingError, match="1,000,000"):
        brought("large.txt", b"x" * 1_000_001)


def mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    told = {"From": "Олена <olena@news.example>", "To": "desk@desk.example", "Subject": "Фото мосту", **headers}
    for name, value in {**told, "Date": "Mon, 12 Sep 2022 09:00:00 +0300", "Message-ID": "<1@news.example>"}.items():
        message[name] = value
    message.set_content(WORDS)
    return message


def test_an_e_mail_is_taken_apart(desk: api.Desk, brought: Callable[..., FiledCapture]) -> None:
    message = mail()
    message.add_alternative(f"<p>{WORDS}</p>", subtype="html")
    message.add_attachment(PICTURE, maintype="image", subtype="png", filename="../../etc/міст.png")
    message.add_attachment(b"%PDF-1.7", maintype="image", subtype="png", filename="lying.png")
    message.add_attachment(png(5)[:900], maintype="image", subtype="png", filename="half.png")
    inner = mail(Subject="An older one")
    message.add_attachment(inner)
    filed = brought("tip.eml", message.as_bytes())
    held = filed.captured
    assert dict(held.told)["from"] == "Олена <olena@news.example>"
    assert dict(held.told)["subject"] == "Фото мосту"
    assert {"to", "date", "message-id"} <= dict(held.told).keys()
    names = [(part.exhibit.name, part.exhibit.media, prints(desk, part) > 0) for part in held.parts_of(Role.ATTACHMENT)]
    assert names == [
        ("міст.png", "image/png", True),
        ("lying.png", "application/pdf", False),
        ("half.png", "image/png", False),
    ]
    assert kept(desk, filed, Role.ATTACHMENT) == PICTURE
    assert kept(desk, filed, Role.GIVEN) == message.as_bytes()
    text = kept(desk, filed, Role.TEXT).decode()
    assert text.count(WORDS.strip()) == 2, "the words of the message, and of the message within it"
    assert "subject: An older one" in text
    assert {step.name: step.state for step in held.steps} == {
        "given": StepState.DONE,
        "reading": StepState.DONE,
        "pictures": StepState.PARTIAL,
    }
    assert len(json.loads(kept(desk, filed, Role.READING))["pictures"]) == 2


def test_an_e_mail_that_is_only_a_page_or_only_a_picture(brought: Callable[..., FiledCapture]) -> None:
    message = mail()
    message.set_content(f"<article><p>{WORDS}</p></article>", subtype="html")
    filed = brought("page.eml", message.as_bytes())
    assert filed.captured.state is CaptureState.COMPLETE
    assert filed.captured.part(Role.TEXT) is not None
    message.clear_content()
    message.set_content(PICTURE, maintype="image", subtype="png", filename="a.png")
    filed = brought("picture.eml", message.as_bytes())
    assert "The message holds no words." in filed.captured.problems
    assert len(filed.captured.parts_of(Role.ATTACHMENT)) == 1


HEAD = b"From: a@b.example\r\nSubject: s\r\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=B\r\n\r\n"
FILE = b"--B\r\nContent-Disposition: attachment; filename=x\r\n\r\nword\r\n"
NESTED = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(5000))
MESSAGES = b"Content-Type: message/rfc822\r\n\r\nFrom: within@b.example\r\n"

HOSTILE = [
    ("parts without end", MIXED + FILE * 100_000, "more than 200 parts"),
    ("parts within parts", HEAD + NESTED + b"\r\nwords", "more than 200 parts"),
    ("messages within messages", HEAD + MESSAGES * 5000 + b"\r\nwords", "more than 200 parts"),
    ("some messages within messages", HEAD + MESSAGES * 9 + b"\r\nwords", "those deeper than 3 were not opened"),
    ("no boundary", HEAD + b"Content-Type: multipart/mixed\r\n\r\nwords", "no boundary in multipart"),
    ("a boundary that never comes", MIXED + b"words", "start boundary not found"),
    ("a header of 5 MB", b"Subject: " + b"x" * 5_000_000 + b"\r\n\r\nwords", "4,000 characters or more"),
    ("a header of a million lines", b"Subject: a\r\n" + b" x\r\n" * 500_000 + b"\r\nwords", "4,000 characters or more"),
    ("headers without end", HEAD + b"".join(b"X%d: y\r\n" % n for n in range(100_000)) + b"\r\nwords", "more than 199"),
    ("an encoding that is none", HEAD + b"Content-Type: text/plain; charset=%zz\r\n\r\n\xd0\xa1", "not one for text"),
    ("a broken encoding of a name", HEAD + b"Content-Type: text/plain; charset*=x'y'%zz\r\n\r\nwords", ""),
    ("an encoding without a value", HEAD + b"Content-Type: text/plain; charset*\r\n\r\n\xff", ""),
    ("an encoding with a NUL", HEAD + b"Content-Type: text/plain; charset=a\0b\r\n\r\n\xff", "not one for text"),
    ("an encoding of names", HEAD + b"Content-Type: text/plain; charset=idna\r\n\r\n\xff", "not one for text"),
    ("a NUL in a coded encoding", HEAD + b"Content-Type: text/plain; charset*0*=a\0b''x\r\n\r\nwords", ""),
    ("a broken encoded word", b"Subject: =?utf-8?b?a?= =?x?q?a?=\r\n\r\nwords", ""),
    ("no base64", HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n!!!!no===", ""),
    ("no uuencode", HEAD + b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 666 x\r\n!!!!\r\n", ""),
    (
        "parameters without end",
        HEAD + b"Content-Type: multipart/mixed" + b"; boundary*1=a" * 100_000 + b"\r\n\r\nw",
        "",
    ),
    ("nothing", b"", "does not begin as an e-mail does"),
    ("no mail", bytes(range(256)) * 500, "does not begin as an e-mail does"),
    ("line ends alone", b"\r" * 500_000, "does not begin as an e-mail does"),
]


@pytest.mark.parametrize(("data", "said"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
def test_a_hostile_e_mail_is_bounded_and_named(data: bytes, said: str) -> None:
    begun = time.monotonic()
    found = read_mail(data)
    assert time.monotonic() - begun < 60, "it comes to an end"
    assert said in " ".join(found.problems)
    assert len(found.attachments) <= MOST_PARTS
    assert all(len(value) <= LONGEST_HEADER for _, value in found.told)


def test_headers_beyond_the_limit_are_not_read() -> None:
    many = b"".join(b"X%d: y\r\n" % number for number in range(300))
    assert read_mail(HEAD + many + b"Message-ID: late\r\n\r\nwords").told == (("from", "a@b.example"), ("subject", "s"))


def test_a_hostile_e_mail_is_on_file(desk: api.Desk, brought: Callable[..., FiledCapture]) -> None:
    filed = brought("many.eml", MIXED + FILE * 300)
    assert filed.captured.state is CaptureState.PARTIAL
    assert kept(desk, filed, Role.GIVEN) == MIXED + FILE * 300
    assert len(filed.captured.parts_of(Role.ATTACHMENT)) == MOST_PARTS


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (b'filename="../../etc/passwd"', "passwd"),
        (b'filename="..\\\\..\\\\C:\\\\x.exe"', "x.exe"),
        (b'filename=".."', "attachment-1"),
        (b"filename*=utf-8''..%2F..%2F%D0%BC.png", "м.png"),
        (b"filename*=bad''%ff%fe../../etc/passwd", "passwd"),
        (b'filename="' + b"a" * 3000 + b'.png"', "a" * 146 + ".png"),
        (b'filename="a\x00\x1b[31m.png"', "a[31m.png"),
        (b"", "attachment-1"),
    ],
)
def test_the_name_of_an_attachment_is_a_word_and_no_path(said: bytes, name: str) -> None:
    found = read_mail(HEAD + b"Content-Disposition: attachment; " + said + b"\r\n\r\nbytes")
    assert [one.name for one in found.attachments] == [name]


def test_bare_letters_in_a_header_are_in_the_encoding_of_the_words() -> None:
    told = "Subject: Світлина мосту\r\nContent-Type: text/plain; charset=koi8-u\r\n\r\nслова"
    assert dict(read_mail(told.encode("koi8-u")).told) == {"subject": "Світлина мосту"}
    assert read_mail("Subject: Світлина\r\n\r\nслова".encode()) == Mail((("subject", "Світлина"),), "слова")


def test_all_that_was_given_is_whole(desk: api.Desk, brought: Callable[..., FiledCapture]) -> None:
    brought("a.eml", mail().as_bytes())
    brought("half.png", PICTURE[:2000])
    assert verify(desk.book.path, everything=True).whole
