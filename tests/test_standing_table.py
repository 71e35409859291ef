"""Is a deed after death or dissolution, or an office out of its term, noticed, and is nobody accused wrongly, in four languages?

People, bodies and offices are invented. The tables are (language, text, why).
"""

from __future__ import annotations

import pytest
from tests.standing_desk import entry, gravest, put, subject

from firsthand.record.outcome import Outcome

C = Outcome.CONTRADICTED
PUBLISHED = "2016-05-10"

LEAGUE = subject(
    "league",
    "body",
    {
        "en": ["League", "Loom League"],
        "uk": ["Ткацька ліга", "Ліга"],
        "ru": ["Ткацкая лига", "Лига"],
        "el": ["Ένωση Υφαντών"],
    },
    entry("founded", "1994", "its statute"),
    entry("dissolved", "2010-04", "the register"),
)
TARAS = subject(
    "taras",
    "person",
    {"en": ["Taras Vyhadko"], "uk": ["Тарас Вигадько"], "ru": ["Тарас Выгадько"], "el": ["Τάρας Βιγάντκο"]},
    entry("born", "1930", "the parish book"),
    entry("died", "2008-02-03", "the city's paper"),
)
OFFICE = subject(
    "the-office",
    "body",
    {
        "en": ["mayor of Vyhaduv"],
        "uk": ["мер Вигадува", "міський голова Вигадува"],
        "ru": ["мэр Выгадува"],
        "el": ["δήμαρχος του Βιχάντουφ"],
    },
)
OLHA = subject(
    "olha",
    "person",
    {"en": ["Olha Zadumana"], "uk": ["Ольга Задумана"], "ru": ["Ольга Задуманная"], "el": ["Όλγα Ζαντούμανα"]},
    entry("holds", "the-office", "the council's minutes", **{"from": "2002-03", "until": "2006-04"}),
)
PETRO = subject(
    "petro",
    "person",
    {"en": ["Petro Namrijan"], "uk": ["Петро Намріян"], "ru": ["Пётр Намриян"], "el": ["Πέτρο Ναμριγιάν"]},
    entry("holds", "president", "a yearbook", **{"from": "1999", "until": "2004"}),
    entry("holds", "президент", "a yearbook", **{"from": "1999", "until": "2004"}),
    entry("holds", "πρόεδρος", "a yearbook", **{"from": "1999", "until": "2004"}),
)
SUBJECTS = [LEAGUE, TARAS, OFFICE, OLHA, PETRO]

MUST = [
    ("en", "The League called a strike on 3 May 2016.", "the example: dissolved six years before"),
    ("en", "On 3 May 2016 the Loom League held a rally in Vyhaduv.", "the date leads"),
    ("en", "On 3 May 2016, the Loom League held a rally.", "the date leads, with a comma"),
    ("en", "The Loom League announced a strike yesterday.", "told from the day of publication"),
    ("en", "The Loom League calls a strike.", "the present, on the day of publication"),
    ("en", "The Loom League also urged workers on 3 May 2016 to march.", "a small word before the verb"),
    ("en", "In May 2016 the Loom League blocked the bridge.", "a month"),
    ("en", "The Loom League held its first congress in 1980.", "before it was founded"),
    ("en", "Taras Vyhadko said on Friday that he would march.", "dead for eight years"),
    ("en", "Taras Vyhadko spoke on 3 May 2016.", "a full date"),
    ("en", "On 3 May 2016 Taras Vyhadko visited Vyhaduv.", "the date leads"),
    ("en", "“We shall win,” said Taras Vyhadko on 3 May 2016.", "the verb before the name"),
    ("en", "Taras Vyhadko told reporters on Friday.", "one word between"),
    ("en", "Taras Vyhadko voted yesterday.", "yesterday"),
    ("en", "In 1920 Taras Vyhadko signed the appeal.", "before he was born"),
    ("en", "The mayor of Vyhaduv, Olha Zadumana, called for a march.", "out of office for ten years"),
    ("en", "Olha Zadumana, the mayor of Vyhaduv, called for a march.", "the office after the name"),
    ("en", "Olha Zadumana (mayor of Vyhaduv) called for a march.", "in brackets"),
    ("en", "Olha Zadumana is the mayor of Vyhaduv.", "plainly"),
    ("en", "Mayor of Vyhaduv Olha Zadumana called for a march.", "side by side"),
    ("en", "President Petro Namrijan called for a march.", "an office of one word"),
    ("uk", "Ткацька ліга оголосила страйк 3 травня 2016 року.", "dissolved six years before"),
    ("uk", "3 травня 2016 року Ткацька ліга провела мітинг.", "the date leads"),
    ("uk", "Ткацька ліга закликає до страйку.", "the present"),
    ("uk", "Учора Ткацька ліга заблокувала міст.", "yesterday"),
    ("uk", "Тарас Вигадько заявив у п'ятницю, що вийде на марш.", "dead for eight years"),
    ("uk", "3 травня 2016 року Тарас Вигадько відвідав Вигадув.", "the date leads"),
    ("uk", "«Ми переможемо», — сказав Тарас Вигадько 3 травня 2016 року.", "the verb before the name"),
    ("uk", "Мер Вигадува Ольга Задумана закликала до маршу.", "out of office for ten years"),
    ("uk", "Ольга Задумана, міський голова Вигадува, закликала до маршу.", "another word for the office"),
    ("uk", "Зустріч із мером Вигадува Ольгою Задуманою.", "in the instrumental"),
    ("uk", "Президент Петро Намріян закликав до маршу.", "an office of one word"),
    ("ru", "Ткацкая лига объявила забастовку 3 мая 2016 года.", "dissolved six years before"),
    ("ru", "В мае 2016 года Ткацкая лига провела митинг.", "a month"),
    ("ru", "Ткацкая лига призывает к забастовке.", "the present"),
    ("ru", "Тарас Выгадько заявил в пятницу, что выйдет на марш.", "dead for eight years"),
    ("ru", "«Мы победим», — сказал Тарас Выгадько 3 мая 2016 года.", "the verb before the name"),
    ("ru", "Мэр Выгадува Ольга Задуманная призвала к маршу.", "out of office for ten years"),
    ("ru", "Ольга Задуманная, мэр Выгадува, призвала к маршу.", "the office after the name"),
    ("ru", "Президент Пётр Намриян призвал к маршу.", "an office of one word"),
    ("el", "Η Ένωση Υφαντών κάλεσε απεργία στις 3 Μαΐου 2016.", "dissolved six years before"),
    ("el", "Στις 3 Μαΐου 2016 η Ένωση Υφαντών διοργάνωσε πορεία.", "the date leads"),
    ("el", "Η Ένωση Υφαντών καλεί σε απεργία.", "the present"),
    ("el", "Ο Τάρας Βιγάντκο δήλωσε την Παρασκευή ότι θα έρθει.", "he will come, says a dead man"),
    ("el", "Στις 3 Μαΐου 2016 ο Τάρας Βιγάντκο μίλησε.", "the date leads"),
    ("el", "Η δήμαρχος του Βιχάντουφ Όλγα Ζαντούμανα κάλεσε σε πορεία.", "out of office for ten years"),
    ("el", "Η Όλγα Ζαντούμανα, δήμαρχος του Βιχάντουφ, κάλεσε σε πορεία.", "the office after the name"),
    ("el", "Ο πρόεδρος Πέτρο Ναμριγιάν κάλεσε σε πορεία.", "an office of one word"),
]


@pytest.mark.parametrize(("lang", "text", "why"), MUST)
def test_what_the_record_excludes_is_contradicted(lang: str, text: str, why: str) -> None:
    assert gravest(put(text, lang, PUBLISHED, SUBJECTS)) is C, why


TRAPS = [
    ("en", "The League was dissolved on 3 May 2016.", "done to it, and not by it"),
    ("en", "The leaders of the League called a strike on 3 May 2016.", "others act"),
    ("en", "The League's heirs called a strike on 3 May 2016.", "its heirs act"),
    ("en", "The Women's League called a strike on 3 May 2016.", "a longer name"),
    ("en", "The League of Voters called a strike on 3 May 2016.", "a longer name"),
    ("en", "The Loom League Foundation held a rally on 3 May 2016.", "a longer name"),
    ("en", "Members recalled on 3 May 2016 how the Loom League called a strike.", "the date is that of recalling"),
    ("en", "The Loom League called a strike, a historian said on 3 May 2016.", "the date is that of saying"),
    ("en", "The Loom League called a strike.", "in the past, and nobody says when"),
    ("en", "The Loom League called a strike in 2005.", "while it stood"),
    ("en", "The Loom League called a strike in 2010.", "in its last year"),
    ("en", "The Loom League called a strike for 3 May 2016.", "the date of the strike"),
    ("en", "The Loom League called for a march on 3 March 2011.", "it may have called before it ended"),
    ("en", "The Loom League denounced the law of 3 May 2016.", "the date of the law"),
    ("en", "The Loom League held a vigil for those killed in 1980.", "the date of what is remembered"),
    ("en", "The Loom League organised an evening on the uprising of 1980.", "the date of what is remembered"),
    ("en", "In a film of 2016 the Loom League called a strike.", "a film"),
    ("en", "The Loom League held a rally on 3 May 2016 in the novel.", "a novel"),
    ("en", "If the Loom League called a strike on 3 May 2016, nobody heard it.", "a condition"),
    ("en", "Did the Loom League call a strike on 3 May 2016?", "a question"),
    ("en", "Allegedly the Loom League called a strike on 3 May 2016.", "doubt"),
    ("en", "The Loom League never called a strike on 3 May 2016.", "a denial"),
    ("en", "The Loom League had called a strike before 3 May 2016.", "before that day"),
    ("en", "A journalist wrote: “The Loom League held a rally on 3 May 2016.”", "in another's mouth"),
    ("en", "It was 2005. On 3 May the Loom League called a strike.", "the year was named before"),
    ("en", "Police dispersed the Loom League on 3 May 2016.", "it is the object"),
    ("en", "League tables called a halt on 3 May 2016.", "an ordinary word that opens a sentence"),
    ("en", "The Loom League, which called a strike in 2005, was remembered on 3 May 2016.", "the date of remembering"),
    ("en", "The late Taras Vyhadko said so on Friday.", "the late"),
    ("en", "Taras Vyhadko said that freedom is not given.", "a saying without a day"),
    ("en", "Taras Vyhadko says: freedom is not given.", "books speak in the present"),
    ("en", "Taras Vyhadko was remembered on Friday.", "a memorial"),
    ("en", "On Friday a street was named after Taras Vyhadko.", "a street"),
    ("en", "A monument to Taras Vyhadko was unveiled on 3 May 2016.", "a monument"),
    ("en", "The funeral of Taras Vyhadko was held on 3 May 2016.", "a funeral"),
    ("en", "On Friday, the anniversary of his death, Taras Vyhadko spoke from every wall.", "an anniversary"),
    ("en", "“Work is dear,” said Taras Vyhadko in a book published on 3 May 2016.", "a book"),
    ("en", "Taras Vyhadko told the paper in an interview broadcast on Friday.", "an interview of earlier"),
    ("en", "Taras Vyhadko spoke in a recording played on Friday.", "a recording"),
    ("en", "The Taras Vyhadko called at the port on 3 May 2016.", "a ship"),
    ("en", "Taras Vyhadko Street met the river on 3 May 2016.", "a street"),
    ("en", "The Taras Vyhadko Society said on Friday that it would march.", "a society of that name"),
    ("en", "His son recalled on Friday what Taras Vyhadko said.", "the son recalls"),
    ("en", "As Taras Vyhadko said, we shall march on Friday.", "the date of the march"),
    ("en", "Taras Vyhadko said in 1999 that he would march.", "while he lived"),
    ("en", "Taras Vyhadko met her in February 2008.", "in the month of his death"),
    ("en", "Former mayor of Vyhaduv Olha Zadumana called for a march.", "former"),
    ("en", "Then mayor of Vyhaduv, Olha Zadumana, called for a march.", "then"),
    ("en", "Deputy mayor of Vyhaduv Olha Zadumana called for a march.", "another office"),
    ("en", "Acting mayor of Vyhaduv Olha Zadumana called for a march.", "acting"),
    ("en", "The mayor-elect of Vyhaduv, Olha Zadumana, called for a march.", "elect"),
    ("en", "The mayor of Vyhaduv met Olha Zadumana.", "two people"),
    ("en", "A statue of the mayor of Vyhaduv, Olha Zadumana, stands there.", "a statue"),
    ("en", "The mayor of Vyhaduv, Olha Zadumana said, called for a march.", "the name opens another clause"),
    ("en", "Olha Zadumana, mayor of Vyhaduv from 2002 to 2006, called for a march.", "with its years"),
    ("en", "In 2004 the mayor of Vyhaduv, Olha Zadumana, called for a march.", "in her term"),
    ("en", "Club president Petro Namrijan called for a march.", "president of another thing"),
    ("en", "Petro Namrijan, president of the chess club, called for a march.", "president of another thing"),
    ("en", "Vice President Petro Namrijan called for a march.", "another office"),
    ("en", "President-elect Petro Namrijan called for a march.", "elect"),
    ("en", "“We march,” said Petro Namrijan, President, Vyhaduv Chess Club.", "president of another thing"),
    ("en", "Poet/president Petro Namrijan called for a march.", "who knows of what"),
    ("en", "The 2016 “Loom League” issued by a publisher was a calendar.", "a thing of that name"),
    ("en", "The Loom League signed by all on 3 May 2016 hangs there.", "done to a thing of that name"),
    ("en", "The Loom League signed an appeal naming 3 May 2016 a day of rest.", "the date of what is named"),
    ("en", "“He fell ill on 3 May 2016,” said Taras Vyhadko.", "the date is within what he said"),
    ("en", "The Loom League says that the world is round.", "so may its old writings"),
    ("uk", "Ткацьку лігу розпустили 3 травня 2016 року.", "done to it"),
    ("uk", "Лідери Ткацької ліги оголосили страйк 3 травня 2016 року.", "others act"),
    ("uk", "Ткацька ліга оголосила страйк 2005 року.", "while it stood"),
    ("uk", "Ліга оголосила страйк 3 травня 2016 року.", "one word at the head of a sentence may be any league"),
    ("uk", "Ткацька ліга провела вечір пам'яті загиблих 3 травня 1980 року.", "a memory"),
    ("uk", "Ткацька ліга засудила закон від 3 травня 2016 року.", "the date of the law"),
    ("uk", "У фільмі 2016 року Ткацька ліга оголосила страйк.", "a film"),
    ("uk", "Ткацька ліга оголосила, що 3 травня 2016 року вийде на площу.", "the date of what was announced"),
    ("uk", "Чи оголосила Ткацька ліга страйк 3 травня 2016 року?", "a question"),
    ("uk", "У п'ятницю вшанували Тараса Вигадька.", "a memorial"),
    ("uk", "3 травня 2016 року відкрили вулицю Тараса Вигадька.", "a street"),
    ("uk", "Тарас Вигадько заявив у фільмі, показаному у п'ятницю.", "a film"),
    ("uk", "«Праця дорога», — сказав Тарас Вигадько у книзі, що вийшла 3 травня 2016 року.", "a book"),
    ("uk", "Покійний Тарас Вигадько сказав це у п'ятницю.", "the late"),
    ("uk", "Колишній мер Вигадува Ольга Задумана закликала до маршу.", "former"),
    ("uk", "Тодішній мер Вигадува Ольга Задумана закликала до маршу.", "then"),
    ("uk", "Заступник мера Вигадува Ольга Задумана закликала до маршу.", "another office"),
    ("uk", "Новообраний мер Вигадува Ольга Задумана закликала до маршу.", "elect"),
    ("uk", "Син мера Вигадува Ольги Задуманої закликав до маршу.", "the son"),
    ("uk", "Віцепрезидент Петро Намріян закликав до маршу.", "another office"),
    ("ru", "Ткацкую лигу распустили 3 мая 2016 года.", "done to it"),
    ("ru", "Активисты Ткацкой лиги объявили забастовку 3 мая 2016 года.", "others act"),
    ("ru", "Ткацкая лига объявила забастовку в 2005 году.", "while it stood"),
    ("ru", "Ткацкая лига осудила закон от 3 мая 2016 года.", "the date of the law"),
    ("ru", "В романе 2016 года Ткацкая лига объявила забастовку.", "a novel"),
    ("ru", "Ткацкая лига не объявила забастовку 3 мая 2016 года.", "a denial"),
    ("ru", "В пятницу почтили память Тараса Выгадько.", "a memorial"),
    ("ru", "3 мая 2016 года открыли памятник Тарасу Выгадько.", "a monument"),
    ("ru", "Тарас Выгадько сказал в интервью, показанном в пятницу.", "an interview of earlier"),
    ("ru", "Покойный Тарас Выгадько сказал это в пятницу.", "the late"),
    ("ru", "Бывший мэр Выгадува Ольга Задуманная призвала к маршу.", "former"),
    ("ru", "И.о. мэра Выгадува Ольга Задуманная призвала к маршу.", "acting"),
    ("ru", "Экс-президент Пётр Намриян призвал к маршу.", "former"),
    ("ru", "Президент клуба Пётр Намриян призвал к маршу.", "president of another thing"),
    ("el", "Την Ένωση Υφαντών διέλυσαν στις 3 Μαΐου 2016.", "done to it"),
    ("el", "Οι ηγέτες της Ένωσης Υφαντών κάλεσαν απεργία στις 3 Μαΐου 2016.", "others act"),
    ("el", "Η Ένωση Υφαντών κάλεσε απεργία το 2005.", "while it stood"),
    ("el", "Η Ένωση Υφαντών ανακοίνωσε ότι στις 3 Μαΐου 2016 θα γίνει πορεία.", "the date of what was announced"),
    ("el", "Στην ταινία του 2016 η Ένωση Υφαντών κάλεσε απεργία.", "a film"),
    ("el", "Η Ένωση Υφαντών δεν κάλεσε απεργία στις 3 Μαΐου 2016.", "a denial"),
    ("el", "Κάλεσε η Ένωση Υφαντών απεργία στις 3 Μαΐου 2016;", "a question"),
    ("el", "Την Παρασκευή τίμησαν τον Τάρας Βιγάντκο.", "a memorial"),
    ("el", "Ο αείμνηστος Τάρας Βιγάντκο είπε αυτό την Παρασκευή.", "the late"),
    ("el", "Ο Τάρας Βιγάντκο μίλησε σε ντοκιμαντέρ στις 3 Μαΐου 2016.", "a documentary"),
    ("el", "Στις 3 Μαΐου 2016 έγινε το μνημόσυνο του Τάρας Βιγάντκο.", "a memorial service"),
    ("el", "Η πρώην δήμαρχος του Βιχάντουφ Όλγα Ζαντούμανα κάλεσε σε πορεία.", "former"),
    ("el", "Η αντιδήμαρχος του Βιχάντουφ Όλγα Ζαντούμανα κάλεσε σε πορεία.", "another office"),
    ("el", "Η δήμαρχος του Βιχάντουφ συνάντησε την Όλγα Ζαντούμανα.", "two people"),
    ("el", "Ο πρόεδρος του συλλόγου Πέτρο Ναμριγιάν κάλεσε σε πορεία.", "president of another thing"),
]


@pytest.mark.parametrize(("lang", "text", "why"), TRAPS)
def test_nobody_is_accused_on_doubtful_words(lang: str, text: str, why: str) -> None:
    assert gravest(put(text, lang, PUBLISHED, SUBJECTS)) is not C, why


def test_the_tables_are_as_long_as_they_should_be() -> None:
    assert len(MUST) >= 40
    assert len(TRAPS) >= 60
    for lang in ("en", "uk", "ru", "el"):
        assert sum(row[0] == lang for row in MUST) >= 7
        assert sum(row[0] == lang for row in TRAPS) >= 12
