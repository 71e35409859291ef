"""Which audits do the rendering tests show? Articles with voices written by hand, one, many, and hostile ones."""

from __future__ import annotations

from datetime import UTC, datetime

from firsthand.checks.sourcing import audit, review_queue
from firsthand.matching.folding import digest
from firsthand.record.attributions import Attribution, Inferred, Speech
from firsthand.record.audit_reports import AuditReport, World
from firsthand.record.passages import Passage
from firsthand.record.voices import ArticleVoices, Audited, Basis, Ground, Tier, Via, Voice, VoiceKind
from firsthand.record.when import parse
from firsthand.record.where import Area, Level, Where

MADE = datetime(2026, 11, 3, 18, 42, tzinfo=UTC)
UKRAINE = Area("iso:UA", Level.COUNTRY, "Ukraine")
DONETSK = Where("geo:709717", Level.SETTLEMENT, "Donetsk", (UKRAINE,), (48.02, 37.8))
KYIV = Where("geo:703448", Level.SETTLEMENT, "Kyiv", (UKRAINE,), (50.45, 30.52))
LONDON = Where(
    "geo:2643743", Level.SETTLEMENT, "London", (Area("iso:GB", Level.COUNTRY, "United Kingdom"),), (51.5, -0.13)
)
SOMEWHERE = Where("iso:UA", Level.COUNTRY, "Ukraine")
WORLD = World(
    tuple((lat, lon) for lat in range(70, 124) for lon in range(-20, 90)),
    {"iso:UA": (48.4, 31.8), "iso:GB": (52.0, -1.5)},
)
TEXT = (
    "The square of Donetsk was quiet on Sunday. “We clear the snow ourselves,” said Olha Vyhadana, a resident of Donetsk. "
    "She added that nobody had come. According to Brian Madeup, an analyst in London, the winter will be long. "
    "“Nobody told us,” a passer-by said."
)


def passage(text: str, exact: str) -> Passage:
    start = text.index(exact)
    return Passage(digest(text), start, start + len(exact), exact)


def attributions(text: str = TEXT) -> tuple[Attribution, ...]:
    def at(exact: str) -> Passage:
        return passage(text, exact)

    return (
        Attribution(
            (at("“We clear the snow ourselves,”"),),
            Speech.DIRECT,
            at("Olha Vyhadana"),
            at("said"),
            "QCQVS",
            "direct",
            0,
        ),
        Attribution(
            (at("that nobody had come"),), Speech.INDIRECT, at("She"), at("added"), "SVC", "that", 0, Inferred.PRONOUN
        ),
        Attribution(
            (at("the winter will be long"),), Speech.INDIRECT, at("Brian Madeup"), at("According to"), "VSC", "to", 1
        ),
        Attribution((at("“Nobody told us,”"),), Speech.DIRECT, at("a passer-by"), None, "QCQS", "direct", 2),
    )


def voices(text: str = TEXT) -> tuple[Voice, ...]:
    role = Ground("there", (DONETSK,), Tier.ROLE, True, passage(text, "a resident of Donetsk"))
    desk = Ground("there", (LONDON,), Tier.DESK_RECORD, False, None, "0" * 32, "the institute’s page")
    return (
        Voice("Olha Vyhadana", VoiceKind.RESIDENT, Basis.THERE, (role,), attributions=(0, 1), quotations=2.0, words=9.0,
              inferred=1, country="UA"),
        Voice("Brian Madeup", VoiceKind.EXPERT, Basis.THIRD_PLACE, (desk,), attributions=(2,), quotations=1.0, words=5.0,
              subject="voices/brian-madeup", via=(Via("A Wire", passage(text, "According to")),), country="GB"),
        Voice("a passer-by", VoiceKind.ANONYMOUS, Basis.UNKNOWN, (), attributions=(3,), quotations=1.0, words=3.0, named=False),
    )  # fmt: skip


def article(name: str = "one.html", **given: object) -> ArticleVoices:
    held: dict[str, object] = {
        "text": TEXT, "text_sha256": digest(TEXT), "title": "Snow in Donetsk", "outlet": "The Made-up Post",
        "url": f"https://post.example/{name}", "lang": "en", "published": parse("2012-02-03"), "words": 50,
        "attributions": attributions(), "voices": voices(), **given,
    }  # fmt: skip
    return ArticleVoices(name, Audited.AUDITED, **held)  # type: ignore[arg-type]


def report(articles: tuple[ArticleVoices, ...], about: Where = DONETSK, given: str = "an archive") -> AuditReport:
    found = audit(articles, about, times=200)
    return AuditReport(
        given, found, articles, MADE, "0.1.0", "0123456789abcdef", review_queue(articles, about, 20), None,
        ("Audited without a casebook: no voice is placed by the desk's own record.",), WORLD,
    )  # fmt: skip


def one() -> AuditReport:
    return report((article(),), given="one.html")


def few() -> AuditReport:
    return report(tuple(article(f"{n}.html") for n in range(3)))


def many() -> AuditReport:
    """Sixty audited articles of three kinds, and one of each kind that was not audited."""
    whole = voices()
    kinds = (whole, whole[1:], whole[2:], (), whole[1:2])
    held = [article(f"{n:03}.html", voices=kinds[n % 5], title=f"Article {n}") for n in range(60)]
    left = (
        ArticleVoices("copy.html", Audited.COPY, copy_of="000.html"),
        ArticleVoices("stub.html", Audited.TOO_SHORT, problem="It has 40 words; fewer than 120 are too few to audit."),
        ArticleVoices("broken.gz", Audited.FAILED, problem="The gzip file ends in the middle."),
        ArticleVoices("polish.html", Audited.NO_LANGUAGE, lang="pl", problem="No cue words for pl."),
    )
    return report((*held, *left))


def hostile() -> AuditReport:
    """Names, titles, texts and addresses that would act if they could."""
    bad = "<script>alert(1)</script>{{ 7*7 }}\u202egnp.exe\x1b[31m"
    text = f"{bad} “<img src=x onerror=alert(2)>” said =cmd|'/c calc'!A1"
    said = Attribution(
        (passage(text, "“<img src=x onerror=alert(2)>”"),), Speech.DIRECT, None, passage(text, "said"), "", "x"
    )
    place = Where('geo:1"><b>', Level.SETTLEMENT, bad, (), (10.0, 10.0))
    ground = Ground("there", (place,), Tier.ROLE, None, passage(text, "said"), bad, bad)
    voice = Voice(
        f"=1+1{bad}", VoiceKind.PERSON, Basis.UNKNOWN, (ground,), attributions=(0,), quotations=1.0, words=3.0
    )
    one = ArticleVoices(
        f"a\nb{bad}.html", Audited.AUDITED, text, digest(text), bad, bad, "javascript:alert(1)", '"><x', parse("2020"), 5,
        (said,), None, (voice,),
    )  # fmt: skip
    return report((one, ArticleVoices(f"@SUM(1){bad}", Audited.FAILED, problem=bad)), given=bad)


ALL = {"one": one, "few": few, "many": many, "hostile": hostile}
