"""What does a social post say? Its words, author, time and pictures, from the JSON in which posts are commonly kept.

Forms that are read:

* plain: `{"text", "author", "time", "url", "lang", "pictures": [{"file" | "url", "alt"}]}`, all but `text` optional;
* ActivityPub `Note`, `Article` or `Question`, bare or inside a `Create` (W3C ActivityPub and ActivityStreams 2.0);
* Mastodon `Status` (`content`, `account`, `created_at`, `media_attachments`; docs.joinmastodon.org/entities/Status);
* Bluesky `app.bsky.feed.defs#postView` (`uri`, `author`, `record`, `embed`; docs.bsky.app);
* Telegram Desktop's export of one message (`type: message`, `date`, `from`, `text`, `photo`; core.telegram.org/import-export).

The words of a post are the caption of each of its pictures.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec

from firsthand.errors import ReadingError
from firsthand.matching.folding import digest
from firsthand.reading.captions import read_caption
from firsthand.reading.dates import read_dates
from firsthand.reading.html_tree import flat_text, parse
from firsthand.reading.language import guess, primary
from firsthand.reading.markup import host, read_stamp
from firsthand.reading.raw_bytes import clean, decode
from firsthand.record.ports import Gazetteer
from firsthand.record.readings import PictureReading, Reading, ReadingKind
from firsthand.record.when import When
from firsthand.settings import Settings

_T = TypeVar("_T")


class PostPicture(msgspec.Struct, frozen=True):
    """A picture of a plain post: a `file` beside it or a `url`."""

    file: str = ""
    url: str = ""
    alt: str = ""


class Post(msgspec.Struct, frozen=True):
    """The plain form, to which the others are brought."""

    text: str
    author: str = ""
    time: str = ""
    url: str = ""
    lang: str = ""
    pictures: tuple[PostPicture, ...] = ()


class _Attachment(msgspec.Struct, frozen=True):
    type: str = ""
    mediaType: str = ""
    url: Any = None
    name: str | None = None
    description: str | None = None
    preview_url: str | None = None


class _Note(msgspec.Struct, frozen=True):
    type: str
    content: str
    attributedTo: Any = None
    published: str = ""
    url: Any = None
    id: str = ""
    contentMap: dict[str, str] | None = None
    attachment: tuple[_Attachment, ...] | None = ()


class _Account(msgspec.Struct, frozen=True):
    acct: str


class _Status(msgspec.Struct, frozen=True):
    content: str
    account: _Account
    created_at: str
    url: str | None = None
    uri: str = ""
    language: str | None = None
    media_attachments: tuple[_Attachment, ...] = ()


class _Handle(msgspec.Struct, frozen=True):
    handle: str


class _Record(msgspec.Struct, frozen=True):
    text: str
    createdAt: str
    langs: tuple[str, ...] | None = ()


class _Shown(msgspec.Struct, frozen=True):
    fullsize: str = ""
    thumb: str = ""
    alt: str = ""


class _Embed(msgspec.Struct, frozen=True):
    images: tuple[_Shown, ...] = ()
    media: _Embed | None = None


class _PostView(msgspec.Struct, frozen=True):
    uri: str
    author: _Handle
    record: _Record
    embed: _Embed | None = None


class _Part(msgspec.Struct, frozen=True):
    text: str


class _Message(msgspec.Struct, frozen=True):
    type: str
    text: str | tuple[str | _Part, ...]
    date: str
    from_: str | None = msgspec.field(name="from", default=None)
    date_unixtime: str = ""
    photo: str = ""


def read_post(data: bytes, *, gazetteer: Gazetteer, settings: Settings) -> Reading:
    """Read a post. Raises ReadingError that names the field and what was expected there."""
    if len(data) > settings.max_file_bytes:
        raise ReadingError(
            f"The post has {len(data):,} bytes, more than the limit of {settings.max_file_bytes:,}.",
            hint="Give one post, not a whole export.",
        )
    post, problems = _post(data)
    text, said = clean(post.text, settings.max_text_chars)
    if not text.strip() and not post.pictures:
        raise ReadingError("The post has neither words nor pictures.", hint="Look at its field `text`.")
    when, tag, sha256 = _time(post.time), primary(post.lang) or guess(text), digest(text)
    caption = read_caption(text, tag, when, gazetteer) if text.strip() else None
    shown = post.pictures[: settings.max_page_pictures]
    if len(shown) < len(post.pictures):
        said = (*said, f"The post has {len(post.pictures)} pictures; only the first {len(shown)} were looked at.")
    return Reading(
        kind=ReadingKind.POST,
        text=text,
        text_sha256=sha256,
        lang=tag,
        author=post.author,
        outlet=host(post.url),
        url=post.url,
        published=when,
        dates=read_dates(text, tag, when, sha256),
        pictures=tuple(PictureReading(name=p.file or p.url, url=p.url, alt=p.alt, caption=caption) for p in shown),
        problems=(*problems, *said),
    )


def _post(data: bytes) -> tuple[Post, tuple[str, ...]]:
    text, problems = decode(data)
    try:
        found = msgspec.json.decode(text.encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError) as error:
        raise ReadingError(f"The post is not JSON: {error}.", hint="Give one post as one JSON object.") from error
    if not isinstance(found, dict):
        raise ReadingError(
            f"The post is {_kind(found)}; one JSON object was expected.", hint='Write {"text": "...", "author": "..."}.'
        )
    if found.get("type") == "Create" and isinstance(found.get("object"), dict):
        found = found["object"]
    return _plain(found), problems


def _kind(value: object) -> str:
    return {list: "a list", str: "a string", type(None): "null"}.get(type(value), f"a {type(value).__name__}")


def _plain(found: dict[str, Any]) -> Post:
    """Bring any of the forms to the plain one, told apart by the fields that only they have."""
    if "content" in found and "account" in found:
        return _from_status(_as(_Status, found, "Mastodon status"))
    if found.get("type") in ("Note", "Article", "Question", "Page"):
        return _from_note(_as(_Note, found, "ActivityPub note"))
    if "record" in found and "author" in found:
        return _from_view(_as(_PostView, found, "Bluesky post"))
    if found.get("type") == "message" and "date" in found:
        return _from_message(_as(_Message, found, "Telegram message"))
    post = _as(Post, found, "post")
    for i, picture in enumerate(post.pictures):
        if not (picture.file or picture.url):
            raise ReadingError(f"pictures[{i}] of the post names no picture.", hint="Give it a `file` or a `url`.")
    return post


def _as(kind: type[_T], found: dict[str, Any], name: str) -> _T:
    try:
        return msgspec.convert(found, kind)
    except (msgspec.ValidationError, RecursionError) as error:
        raise ReadingError(
            f"The {name} cannot be read: {error}.",
            hint="The plain form is {text, author, time, url, lang, pictures: [{file or url, alt}]}.",
        ) from error


def _words(content: str) -> str:
    """The words of a post that is written as HTML."""
    return flat_text(parse(content).root) if content.strip() else ""


def _from_status(status: _Status) -> Post:
    return Post(
        text=_words(status.content),
        author=f"@{status.account.acct}",
        time=status.created_at,
        url=_web(status.url) or _web(status.uri),
        lang=status.language or "",
        pictures=_attached(status.media_attachments),
    )


def _from_note(note: _Note) -> Post:
    langs = [lang for lang, content in (note.contentMap or {}).items() if content == note.content]
    author = note.attributedTo[0] if isinstance(note.attributedTo, list) and note.attributedTo else note.attributedTo
    return Post(
        text=_words(note.content),
        author=_address(author),
        time=note.published,
        url=_web(_address(note.url)) or _web(note.id),
        lang=langs[0] if len(langs) == 1 else "",
        pictures=_attached(note.attachment or ()),
    )


def _attached(attachments: tuple[_Attachment, ...]) -> tuple[PostPicture, ...]:
    """The attachments that are pictures: by type, or a `Document` by its media type."""
    pictures = [
        (_address(each.url) or each.preview_url or "", each.description or each.name or "")
        for each in attachments
        if each.type.lower() in ("image", "gifv") or each.mediaType.startswith("image/")
    ]
    return tuple(PostPicture(url=url, alt=alt) for url, alt in pictures if url)


def _address(value: object) -> str:
    """An address in ActivityStreams: a string, an object with `href`, `url` or `id`, or a list of them."""
    if isinstance(value, list):
        return _address(value[0]) if value and not isinstance(value[0], list) else ""
    if isinstance(value, dict):
        return next((v for key in ("href", "url", "id") if isinstance(v := value.get(key), str)), "")
    return value if isinstance(value, str) else ""


def _from_view(view: _PostView) -> Post:
    embed = view.embed
    images = (embed.images or (embed.media.images if embed.media else ())) if embed else ()
    langs = view.record.langs or ()
    return Post(
        text=view.record.text,
        author=f"@{view.author.handle}",
        time=view.record.createdAt,
        url=f"https://bsky.app/profile/{view.author.handle}/post/{view.uri.rsplit('/', 1)[-1]}",
        lang=langs[0] if len(langs) == 1 else "",
        pictures=tuple(PostPicture(url=i.fullsize or i.thumb, alt=i.alt) for i in images if i.fullsize or i.thumb),
    )


def _from_message(message: _Message) -> Post:
    parts = (message.text,) if isinstance(message.text, str) else message.text
    # The export's own `date` is in the time zone of whoever exported it, which it does not name.
    stamp = message.date_unixtime
    time = (
        datetime.fromtimestamp(int(stamp), UTC).isoformat() if stamp.isdecimal() and len(stamp) <= 10 else message.date
    )
    return Post(
        text="".join(part if isinstance(part, str) else part.text for part in parts),
        author=message.from_ or "",
        time=time,
        pictures=(PostPicture(file=message.photo),) if message.photo and not message.photo.startswith("(") else (),
    )


def _time(text: str) -> When | None:
    if not text.strip():
        return None
    when = read_stamp(text)
    if when is None:
        raise ReadingError(f"The post's time {text[:60]!r} cannot be read.", hint="Write it as 2022-09-12T09:00Z.")
    return when


def _web(address: str | None) -> str:
    return address if address and address.startswith(("http://", "https://")) else ""
