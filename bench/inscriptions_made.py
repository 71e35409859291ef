"""What does a banner look like in a photo? Words of our own, printed on cloth or over the picture, bent, blurred and filmed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Pixels = NDArray[np.uint8]

CLASSES = ("easy", "banner", "hard", "overlay")
LANGS = ("uk", "ru", "en", "el")

WORDS = {
    "uk": (
        ("Захистимо школу", "нашого міста"), ("ХЛІБ І МИР", "КОЖНІЙ РОДИНІ"), ("Ґанок для всіх",),
        ("ЗАКРИЙТЕ КАР'ЄР", "ПОВЕРНІТЬ ТИШУ"), ("Свято врожаю", "12 вересня 2009"), ("НІ ЗАБУДОВІ ПАРКУ",),
        ("Їдальня №7", "чекає на гостей"), ("Підтримаймо лікарів", "районної лікарні"), ("ЦІНИ РОСТУТЬ", "ЗАРПЛАТИ НІ"),
        ("Єдність і праця", "День міста 1998"), ("ПОВЕРНІТЬ ТРАМВАЙ", "НА НАБЕРЕЖНУ"), ("Чиста річка", "наше спільне щастя"),
        ("Зупиніть вирубку", "старого лісу"), ("МИ ПАМ'ЯТАЄМО", "СВОЇХ УЧИТЕЛІВ"), ("Ярмарок меду",),
        ("ЩО ДАЛІ З БІБЛІОТЕКОЮ?",), ("Виставка голубів", "3 травня 2016"), ("ГЕТЬ СМІТНИК", "ВІД ДИТСАДКА"),
        ("Цех №12", "за чесну оплату"), ("Вільний театр", "шукає глядача"), ("БІЛЬШЕ ДЕРЕВ", "МЕНШЕ АСФАЛЬТУ"),
        ("Ювілей заводу", "50 років разом"), ("ВОДУ В КОЖНЕ СЕЛО",), ("Фестиваль дерунів", "щороку в серпні"),
    ),
    "ru": (
        ("Защитим школу", "нашего города"), ("ХЛЕБ И МИР", "КАЖДОЙ СЕМЬЕ"), ("Объявляем субботник",),
        ("ЗАКРОЙТЕ КАРЬЕР", "ВЕРНИТЕ ТИШИНУ"), ("Праздник урожая", "12 сентября 2009"), ("НЕТ ЗАСТРОЙКЕ ПАРКА",),
        ("Столовая №7", "ждёт гостей"), ("Поддержим врачей", "районной больницы"), ("ЦЕНЫ РАСТУТ", "ЗАРПЛАТЫ НЕТ"),
        ("Единство и труд", "День города 1998"), ("ВЕРНИТЕ ТРАМВАЙ", "НА НАБЕРЕЖНУЮ"), ("Чистые реки", "это общее счастье"),
        ("Остановите вырубку", "старого леса"), ("МЫ ПОМНИМ", "СВОИХ УЧИТЕЛЕЙ"), ("Ярмарка мёда",),
        ("ЧТО ДАЛЬШЕ С БИБЛИОТЕКОЙ?",), ("Выставка голубей", "3 мая 2016"), ("УБЕРИТЕ СВАЛКУ", "ОТ ДЕТСАДА"),
        ("Цех №12", "за честную оплату"), ("Свободный театр", "ищет зрителя"), ("БОЛЬШЕ ДЕРЕВЬЕВ", "МЕНЬШЕ АСФАЛЬТА"),
        ("Юбилей завода", "50 лет вместе"), ("ВОДУ В КАЖДОЕ СЕЛО",), ("Фестиваль варенья", "ежегодно в августе"),
    ),
    "en": (
        ("Save the school", "of our town"), ("BREAD AND PEACE", "FOR EVERY HOME"), ("Volunteers welcome",),
        ("CLOSE THE QUARRY", "GIVE US QUIET"), ("Harvest festival", "12 September 2009"), ("NO HOUSES IN THE PARK",),
        ("Canteen No. 7", "awaits its guests"), ("Stand by the doctors", "of the district"), ("PRICES UP", "WAGES DOWN"),
        ("Unity and work", "Town day 1998"), ("BRING BACK THE TRAM", "TO THE RIVERSIDE"), ("A clean river", "is our common joy"),
        ("Stop the felling", "of the old wood"), ("WE REMEMBER", "OUR TEACHERS"), ("Honey fair",),
        ("WHAT NOW FOR THE LIBRARY?",), ("Pigeon show", "3 May 2016"), ("NO DUMP BESIDE", "THE NURSERY"),
        ("Workshop 12", "for honest pay"), ("A free theatre", "seeks a public"), ("MORE TREES", "LESS ASPHALT"),
        ("Jubilee of the works", "50 years together"), ("WATER FOR EVERY VILLAGE",),
        ("Pancake festival", "each year in August"),
    ),
    "el": (
        ("Σώστε το σχολείο", "της πόλης μας"), ("ΨΩΜΙ ΚΑΙ ΕΙΡΗΝΗ", "ΣΕ ΚΑΘΕ ΣΠΙΤΙ"), ("Ζητούνται εθελοντές",),
        ("ΚΛΕΙΣΤΕ ΤΟ ΛΑΤΟΜΕΙΟ", "ΘΕΛΟΥΜΕ ΗΣΥΧΙΑ"), ("Γιορτή του τρύγου", "12 Σεπτεμβρίου 2009"), ("ΟΧΙ ΣΠΙΤΙΑ ΣΤΟ ΠΑΡΚΟ",),
        ("Λέσχη φοιτητών", "σας περιμένουμε"), ("Μαζί με τους γιατρούς", "του νοσοκομείου"),
        ("ΑΚΡΙΒΕΣ ΤΙΜΕΣ", "ΦΤΗΝΑ ΜΕΡΟΚΑΜΑΤΑ"),
        ("Ενότητα και εργασία", "Ημέρα πόλης 1998"), ("ΦΕΡΤΕ ΠΙΣΩ ΤΟ ΤΡΑΜ", "ΣΤΗΝ ΠΑΡΑΛΙΑ"), ("Καθαρό ποτάμι", "χαρά για όλους"),
        ("Σταματήστε την κοπή", "του παλιού δάσους"), ("ΘΥΜΟΜΑΣΤΕ", "ΤΟΥΣ ΔΑΣΚΑΛΟΥΣ ΜΑΣ"), ("Γιορτή μελιού",),
        ("ΤΙ ΘΑ ΓΙΝΕΙ Η ΒΙΒΛΙΟΘΗΚΗ;",), ("Έκθεση περιστεριών", "3 Μαΐου 2016"),
        ("ΟΧΙ ΧΩΜΑΤΕΡΗ", "ΔΙΠΛΑ ΣΤΟ ΝΗΠΙΑΓΩΓΕΙΟ"), ("Συνεργείο 12", "για δίκαιη αμοιβή"),
        ("Ελεύθερο θέατρο", "ζητά κοινό"), ("ΠΙΟ ΠΟΛΛΑ ΔΕΝΤΡΑ", "ΛΙΓΟΤΕΡΗ ΑΣΦΑΛΤΟΣ"),
        ("Επέτειος εργοστασίου", "50 χρόνια μαζί"), ("ΝΕΡΟ ΣΕ ΚΑΘΕ ΧΩΡΙΟ",),
        ("Φεστιβάλ γλυκού", "κάθε χρόνο τον Αύγουστο"),
    ),
}  # fmt: skip
"""Lines of our own for each language; what no real banner says."""

FONTS = (
    "DejaVuSans-Bold",
    "LiberationSans-Bold",
    "DejaVuSerif-Bold",
    "LiberationSerif-Bold",
    "DejaVuSansCondensed-Bold",
)
PLACES = ("/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/truetype/liberation")
OWN_FONT = Path(__file__).resolve().parents[1] / "src/firsthand/demo/fonts/DejaVuSans-Bold-subset.ttf"

CLOTH = (
    ((250, 248, 240), (20, 20, 30)), ((235, 232, 220), (170, 20, 25)), ((185, 25, 30), (250, 246, 235)),
    ((20, 60, 140), (255, 225, 60)), ((245, 205, 45), (25, 35, 110)), ((30, 105, 60), (245, 245, 240)),
)  # fmt: skip
"""Colours of cloth and of letters."""


@dataclass(frozen=True, slots=True)
class Hardness:
    """Height of a line in pixels (from, to), how far corners move, depth of folds, blur (sigma), noise, JPEG quality."""

    height: tuple[float, float]
    skew: float
    folds: float
    blur: float
    noise: float
    quality: int


HARDNESS = {
    "easy": Hardness((26, 36), 0.01, 0.0, 0.3, 1.0, 92),
    "banner": Hardness((22, 34), 0.045, 0.5, 0.6, 3.0, 85),
    "hard": Hardness((16, 24), 0.09, 1.0, 0.9, 6.0, 65),
    "overlay": Hardness((22, 34), 0.0, 0.0, 0.4, 2.0, 80),
}


def fonts() -> list[Path]:
    """The fonts at hand that have Cyrillic and Greek letters; at least the one that the demo carries."""
    found = [Path(place) / f"{name}.ttf" for name in FONTS for place in PLACES]
    return [path for path in found if path.exists()] or [OWN_FONT]


def made(ground: Pixels, lines: Sequence[str], kind: str, rng: np.random.Generator) -> Pixels:
    """The ground (H x W x 3, RGB) with the lines on a banner or over it, as a class of difficulty shows them."""
    hard = HARDNESS[kind]
    at_hand = fonts()
    font = at_hand[int(rng.integers(len(at_hand)))]
    if kind == "overlay":
        bare = _over(ground, lines, font, rng.uniform(*hard.height), rng)
    else:
        bare = _hung(ground, _banner(lines, font, hard, rng), hard, rng)
    soft = cv2.GaussianBlur(bare, (0, 0), hard.blur).astype(np.float32) + rng.normal(0, hard.noise, bare.shape)
    return _saved(soft.clip(0, 255).astype(np.uint8), hard.quality)


def _fitted(lines: Sequence[str], font: Path, height: float, room: float) -> ImageFont.FreeTypeFont:
    """The font at which lines are `height` pixels high, or smaller where the longest would not find room."""
    size = height / 1.15
    long = max(ImageFont.truetype(font, 100).getlength(line) for line in lines) / 100
    return ImageFont.truetype(font, max(8, min(size, room / long)))


SCALE = 3
"""Banners are painted so many times larger, then laid into the picture."""


def _banner(lines: Sequence[str], font: Path, hard: Hardness, rng: np.random.Generator) -> Pixels:
    cloth, ink = CLOTH[int(rng.integers(len(CLOTH)))]
    type_ = _fitted(lines, font, rng.uniform(*hard.height) * SCALE, 400 * SCALE)
    step = type_.size * 1.3
    width = int(max(type_.getlength(line) for line in lines) + 1.6 * type_.size)
    height = int(step * len(lines) + 0.9 * type_.size)
    picture = Image.new("RGB", (width, height), cloth)
    draw = ImageDraw.Draw(picture)
    for row, line in enumerate(lines):
        draw.text((width / 2, 0.45 * type_.size + step * (row + 0.5)), line, font=type_, fill=ink, anchor="mm")
    return _folded(np.asarray(picture), hard.folds * type_.size, rng)


def _folded(banner: Pixels, depth: float, rng: np.random.Generator) -> Pixels:
    """Waves that move the cloth up and down by up to a tenth of `depth`, and shade it."""
    if depth <= 0:
        return banner
    height, width = banner.shape[:2]
    across = np.arange(width, dtype=np.float32) / width
    waves = [
        rng.uniform(0.5, 1.0) * np.sin(2 * np.pi * (rng.uniform(0.6, 3.0) * across + rng.uniform())) for _ in range(3)
    ]
    wave = np.sum(waves, axis=0).astype(np.float32)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    moved = cv2.remap(banner, x, y + 0.1 * depth * wave[None, :], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    light = 1 + min(0.22, 0.0045 * depth) * np.gradient(wave) / (np.abs(np.gradient(wave)).max() + 1e-6)
    return (moved * light[None, :, None]).clip(0, 255).astype(np.uint8)


def _hung(ground: Pixels, banner: Pixels, hard: Hardness, rng: np.random.Generator) -> Pixels:
    height, width = ground.shape[:2]
    shrink = min(1 / SCALE, 0.94 * width / banner.shape[1], 0.5 * height / banner.shape[0])
    w, h = banner.shape[1] * shrink, banner.shape[0] * shrink
    left, top = rng.uniform(0.02 * width, max(0.03 * width, 0.98 * width - w)), rng.uniform(0.05, 0.9) * (height - h)
    corners = np.array([[left, top], [left + w, top], [left + w, top + h], [left, top + h]])
    corners += rng.uniform(-1, 1, (4, 2)) * hard.skew * np.array([0.5 * w, min(h, 0.35 * w)])
    tilt = rng.uniform(-1, 1) * hard.skew * 1.2
    middle = corners.mean(axis=0)
    turn = np.array([[np.cos(tilt), -np.sin(tilt)], [np.sin(tilt), np.cos(tilt)]])
    corners = ((corners - middle) @ turn.T + middle).clip(2, [width - 3, height - 3]).astype(np.float32)
    size = (banner.shape[1], banner.shape[0])
    box = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    matrix = cv2.getPerspectiveTransform(box, corners)
    # painted large and reduced by area, so that letters are not torn
    soft = cv2.GaussianBlur(banner, (0, 0), 0.45 / shrink)
    laid = cv2.warpPerspective(soft, matrix, (width, height), flags=cv2.INTER_LINEAR)
    mask = cv2.warpPerspective(np.full(banner.shape[:2], 255, np.uint8), matrix, (width, height))[..., None] / 255.0
    return (laid * mask + ground * (1 - mask)).astype(np.uint8)


def _over(ground: Pixels, lines: Sequence[str], font: Path, height: float, rng: np.random.Generator) -> Pixels:
    """Letters over the bare picture, white or yellow with a dark edge, as memes and broadcasts set them."""
    picture = Image.fromarray(ground)
    draw = ImageDraw.Draw(picture)
    type_ = _fitted(lines, font, height, 0.92 * picture.width)
    fill = ((255, 255, 255), (255, 235, 70))[int(rng.integers(2))]
    step = type_.size * 1.25
    top = step if rng.uniform() < 0.5 else picture.height - step * len(lines)
    for row, line in enumerate(lines):
        edge = max(1, round(type_.size / 12))
        at = (picture.width / 2, top + step * row)
        draw.text(at, line, font=type_, fill=fill, anchor="mm", stroke_width=edge, stroke_fill=(15, 15, 15))
    return np.asarray(picture)


def _saved(pixels: Pixels, quality: int) -> Pixels:
    done, packed = cv2.imencode(".jpg", pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    return np.ascontiguousarray(cv2.imdecode(packed, cv2.IMREAD_COLOR)[..., ::-1])


def drawn_ground(seed: int, size: tuple[int, int] = (640, 440)) -> Pixels:
    """A ground of our own for the tests: a sky, hills and houses. `size` is width and height."""
    rng = np.random.default_rng(seed)
    width, height = size
    sky = np.linspace((150, 180, 215), (225, 225, 220), height)[:, None, :].repeat(width, 1).astype(np.uint8)
    picture = Image.fromarray(sky)
    draw = ImageDraw.Draw(picture)
    x = np.arange(0, width + 20, 20)
    for base, tone in ((0.55, (120, 140, 110)), (0.7, (90, 105, 80))):
        hills = height * (base + 0.05 * np.sin(x / rng.uniform(50, 120) + rng.uniform(0, 6)))
        draw.polygon([(0, height), *zip(x.tolist(), hills.tolist(), strict=True), (width, height)], fill=tone)
    for _ in range(9):
        left, wide, tall = rng.uniform(0, width), rng.uniform(30, 70), rng.uniform(40, 120)
        tone = tuple(int(v) for v in rng.uniform(90, 190, 3))
        draw.rectangle([left, height * 0.85 - tall, left + wide, height], fill=tone)
    grain = np.asarray(picture).astype(np.float32) + rng.normal(0, 4, (height, width, 3))
    return grain.clip(0, 255).astype(np.uint8)


def rows(
    count: int, langs: Sequence[str] = LANGS, kinds: Sequence[str] = CLASSES, first: int = 0
) -> Iterator[tuple[str, str, int, tuple[str, ...]]]:
    """(language, class, number from 0, lines) of `count` pictures for each language and class, from the `first` lines on."""
    for lang in langs:
        for kind in kinds:
            for number in range(count):
                yield lang, kind, number, WORDS[lang][(first + number) % len(WORDS[lang])]
