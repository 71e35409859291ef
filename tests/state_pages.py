"""Which pages do the tests of states look at? Four articles, each in a language, and what may stand in their place."""

from __future__ import annotations

from dataclasses import dataclass

ASKED = "https://news.example/2024/03/schools"


@dataclass(frozen=True, slots=True)
class Site:
    """One article, its claim and what its publisher, its host or a wall may say in that language."""

    lang: str
    title: str
    claim: str
    altered: str
    around: tuple[str, ...]
    fixed: str
    elsewhere: str
    unclear: str
    removed: str
    maybe: str
    missing: str
    walls: dict[str, str]
    paywall: str
    parked: str
    platform: str

    @property
    def article(self) -> str:
        return page(self, self.title, (self.around[0], self.claim, *self.around[1:]))


def page(site: Site, title: str, paragraphs: tuple[str, ...], extra: str = "", head: str = "") -> str:
    """A page as a news site makes it."""
    words = "".join(f"<p>{one}</p>" for one in paragraphs)
    return (
        f'<!doctype html><html lang="{site.lang}"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
        f'<nav><a href="/">News</a> <a href="/about">About</a> <a href="/corrections">Corrections</a></nav>'
        f"<article><h1>{title}</h1>{words}</article>{extra}<footer><p>Corrections</p><p>Contact us</p></footer>"
        "</body></html>"
    )


def redesigned(site: Site) -> str:
    """The same words in another frame."""
    words = "".join(f"<section><span>{one}</span></section>" for one in (site.around[0], site.claim, *site.around[1:]))
    return (
        f'<html lang="{site.lang}"><head><title>{site.title} | New face</title></head><body><header><div class="menu">'
        f"A B C D</div></header><main><h1>{site.title}</h1><div class=story>{words}</div></main>"
        '<div class="related"><a href="/x">Another story of the day</a></div></body></html>'
    )


def short(site: Site, words: str, title: str = "") -> str:
    return (
        f'<html lang="{site.lang}"><head><title>{title or words[:40]}</title></head><body><div><p>{words}</p></div>'
        "<p>© News 2024</p></body></html>"
    )


EN = Site(
    "en",
    "Half of the schools in the region have closed",
    "Half of the schools in the region have closed since January, the governor said on Friday.",
    "A third of the schools in the region have closed since January, the governor said on Friday.",
    (
        "The regional council met behind closed doors for six hours while parents waited outside in the rain.",
        "Teachers told this newspaper that they had learned of the plan from the radio, and that nobody had asked them.",
        "The mayor of the largest town, Ivan Petrov, promised a bus for every village that loses its classroom.",
        "A decision on the hospitals is expected next month, according to a spokeswoman for the ministry.",
    ),
    "Correction: An earlier version of this article said that half of the schools in the region had closed. It is a third.",
    "Correction: An earlier version of this article misspelled the name of the mayor. He is Petrov, not Petrow.",
    "This article was amended on 5 May 2024.",
    "This article has been withdrawn because it did not meet our editorial standards. We apologise to our readers.",
    "This article has been removed or is no longer available at this address.",
    "Page not found. The page you are looking for does not exist.",
    {
        "bot": "Just a moment... Checking your browser before accessing news.example.",
        "captcha": "Please confirm you are human. I'm not a robot.",
        "script": "Please enable JavaScript to view this site.",
        "region": "This content is not available in your country.",
        "login": "You must log in to continue.",
        "age": "Please confirm your age to enter.",
        "consent": "Before you continue: we and our partners use cookies. Accept all cookies.",
        "rate": "Too many requests. Try again later.",
        "forbidden": "Access denied. You don't have permission to access this page.",
    },
    "Subscribe to continue reading. Already a subscriber? Sign in.",
    "This domain is for sale. Inquire about this domain.",
    "Sorry, this post was removed by the moderators of the forum.",
)

UK = Site(
    "uk",
    "Половину шкіл області закрито",
    "З січня в області закрили половину шкіл, заявив губернатор у п'ятницю.",
    "З січня в області закрили третину шкіл, заявив губернатор у п'ятницю.",
    (
        "Обласна рада засідала за зачиненими дверима шість годин, а батьки чекали надворі під дощем.",
        "Учителі розповіли нашому виданню, що дізналися про цей план з радіо і що їх ніхто не питав.",
        "Мер найбільшого міста Іван Петренко пообіцяв автобус кожному селу, яке втратить свій клас.",
        "Рішення щодо лікарень очікують наступного місяця, повідомила речниця міністерства.",
    ),
    "Виправлення: у попередній версії статті йшлося, що в області закрили половину шкіл. Насправді третину.",
    "Виправлення: у попередній версії статті було помилково вказано прізвище мера. Він Петренко, а не Петренка.",
    "Текст виправлено 5 травня 2024 року.",
    "Цю статтю знято: публікацію відкликано редакцією, бо вона не відповідала нашим стандартам.",
    "Цю статтю видалено або переміщено на іншу адресу.",
    "Сторінку не знайдено. Такої сторінки немає на нашому сайті.",
    {
        "bot": "Перевірка вашого браузера. Зачекайте кілька секунд.",
        "captcha": "Підтвердіть, що ви не робот.",
        "script": "Увімкніть JavaScript, щоб переглянути цей сайт.",
        "region": "Цей матеріал недоступний у вашій країні.",
        "login": "Увійдіть, щоб переглянути цей допис.",
        "age": "Підтвердіть свій вік, щоб продовжити.",
        "consent": "Ми цінуємо вашу приватність. Прийняти всі файли cookie.",
        "rate": "Забагато запитів. Спробуйте пізніше.",
        "forbidden": "Доступ заборонено.",
    },
    "Щоб читати далі, оформіть передплату. Матеріал доступний лише передплатникам.",
    "Цей домен продається. Купити цей домен.",
    "Допис видалено модераторами спільноти.",
)

RU = Site(
    "ru",
    "Половина школ области закрыта",
    "С января в области закрыли половину школ, заявил губернатор в пятницу.",
    "С января в области закрыли треть школ, заявил губернатор в пятницу.",
    (
        "Областной совет заседал за закрытыми дверями шесть часов, а родители ждали на улице под дождём.",
        "Учителя рассказали нашему изданию, что узнали об этом плане по радио и что их никто не спрашивал.",
        "Мэр крупнейшего города Иван Петров пообещал автобус каждой деревне, которая лишится своего класса.",
        "Решение о больницах ожидается в следующем месяце, сообщила представительница министерства.",
    ),
    "Исправление: в предыдущей версии статьи говорилось, что в области закрыли половину школ. На самом деле треть.",
    "Исправление: в предыдущей версии статьи была ошибочно указана фамилия мэра. Он Петров, а не Петровский.",
    "Текст исправлен 5 мая 2024 года.",
    "Статья снята с публикации: редакция отозвала её, так как она не отвечала нашим стандартам.",
    "Эта статья удалена или перемещена на другой адрес.",
    "Страница не найдена. Такой страницы нет на нашем сайте.",
    {
        "bot": "Проверяем ваш браузер. Подождите несколько секунд.",
        "captcha": "Подтвердите, что вы не робот.",
        "script": "Включите JavaScript, чтобы просмотреть этот сайт.",
        "region": "Этот материал недоступен в вашей стране.",
        "login": "Войдите, чтобы посмотреть эту запись.",
        "age": "Подтвердите свой возраст, чтобы продолжить.",
        "consent": "Мы ценим вашу конфиденциальность. Принять все файлы cookie.",
        "rate": "Слишком много запросов. Попробуйте позже.",
        "forbidden": "Доступ запрещён.",
    },
    "Чтобы читать дальше, оформите подписку. Материал доступен только подписчикам.",
    "Этот домен продаётся. Купить этот домен.",
    "Запись удалена модераторами сообщества.",
)

EL = Site(
    "el",
    "Έκλεισαν τα μισά σχολεία της περιφέρειας",
    "Τα μισά σχολεία της περιφέρειας έχουν κλείσει από τον Ιανουάριο, δήλωσε ο περιφερειάρχης την Παρασκευή.",
    "Το ένα τρίτο των σχολείων της περιφέρειας έχουν κλείσει από τον Ιανουάριο, δήλωσε ο περιφερειάρχης την Παρασκευή.",
    (
        "Το περιφερειακό συμβούλιο συνεδρίασε κεκλεισμένων των θυρών επί έξι ώρες, ενώ οι γονείς περίμεναν στη βροχή.",
        "Οι δάσκαλοι είπαν στην εφημερίδα μας ότι έμαθαν για το σχέδιο από το ραδιόφωνο και ότι κανείς δεν τους ρώτησε.",
        "Ο δήμαρχος της μεγαλύτερης πόλης, Ιωάννης Πετρίδης, υποσχέθηκε λεωφορείο σε κάθε χωριό που χάνει την τάξη του.",
        "Απόφαση για τα νοσοκομεία αναμένεται τον επόμενο μήνα, σύμφωνα με εκπρόσωπο του υπουργείου.",
    ),
    "Διόρθωση: Σε προηγούμενη έκδοση του άρθρου αναφερόταν ότι έχουν κλείσει τα μισά σχολεία της περιφέρειας. "
    "Είναι το ένα τρίτο.",
    "Διόρθωση: Σε προηγούμενη έκδοση του άρθρου γράφτηκε λάθος το επώνυμο του δημάρχου. Είναι Πετρίδης και όχι Πετρίδη.",
    "Το άρθρο διορθώθηκε στις 5 Μαΐου 2024.",
    "Το άρθρο αποσύρθηκε από τη σύνταξη, επειδή δεν ανταποκρινόταν στους κανόνες μας.",
    "Το άρθρο αφαιρέθηκε ή μεταφέρθηκε σε άλλη διεύθυνση.",
    "Η σελίδα δεν βρέθηκε. Η σελίδα που ζητήσατε δεν υπάρχει.",
    {
        "bot": "Έλεγχος του προγράμματος περιήγησης. Περιμένετε λίγα δευτερόλεπτα.",
        "captcha": "Επιβεβαιώστε ότι δεν είστε ρομπότ.",
        "script": "Ενεργοποιήστε την JavaScript για να δείτε τη σελίδα.",
        "region": "Το περιεχόμενο δεν είναι διαθέσιμο στη χώρα σας.",
        "login": "Συνδεθείτε για να δείτε την ανάρτηση.",
        "age": "Επιβεβαιώστε την ηλικία σας για να συνεχίσετε.",
        "consent": "Σεβόμαστε την ιδιωτικότητά σας. Αποδοχή όλων των cookies.",
        "rate": "Πάρα πολλά αιτήματα. Δοκιμάστε αργότερα.",
        "forbidden": "Απαγορεύεται η πρόσβαση.",
    },
    "Για να συνεχίσετε την ανάγνωση, γίνετε συνδρομητής. Μόνο για συνδρομητές.",
    "Αυτό το domain πωλείται. Αγοράστε αυτό το domain.",
    "Η ανάρτηση αφαιρέθηκε από τους διαχειριστές της κοινότητας.",
)

SITES = (EN, UK, RU, EL)
