"""Texts that nobody writes and everybody can send: one thing repeated until a careless loop shows.

Each kind is a stretch of text and a way to repeat it, as a function of the number of code points. The stretches are
the rules' own triggers (marks, cues, names, joints, frames) without what usually ends a search for their partner. The
mixes put stretches of all kinds together.
"""

from collections.abc import Callable, Sequence
from itertools import count
from random import Random

_NAMES = ["محمد", "علي", "حسن", "سامر", "كريم", "خالد", "ماجد", "نبيل", "عادل", "رامي", "فادي", "وليد"]
_FAMILIES = ["الخطيب", "النجار", "الحداد", "القاضي", "الشامي", "المصري", "البغدادي", "الحلبي", "العطار", "الخوري"]


def _repeat(unit: str) -> Callable[[int], str]:
    return lambda size: (unit * (size // len(unit) + 1))[:size]


def _within(before: str, unit: str, after: str) -> Callable[[int], str]:
    """`before`, many of `unit`, `after`: the middle grows, its ends do not."""
    return lambda size: (before + unit * (size // len(unit) + 1))[: size - len(after)] + after


def _halves(first: str, second: str) -> Callable[[int], str]:
    """Many of one unit, then as many letters of another: what looks back from the second finds only the first."""
    return lambda size: _repeat(first)(size - size // 2) + _repeat(second)(size // 2)


def _varied(unit: str, filler: Callable[[int], str]) -> Callable[[int], str]:
    """Many of `unit`, its {} filled anew each time."""

    def build(size: int) -> str:
        pieces: list[str] = []
        length = 0
        for number in count():
            if length >= size:
                break
            pieces.append(unit.format(filler(number)))
            length += len(pieces[-1])
        return "".join(pieces)[:size]

    return build


def _numbered(unit: str) -> Callable[[int], str]:
    """Many of `unit`, no two alike: {} becomes a word of its own."""
    return _varied(unit, _word)


def _word(number: int) -> str:
    """A word of four and more letters for each number: no two numbers have the same."""
    letters = "بتثجحخدذرزسشصضطظعغفقكلمن"
    word = ""
    while number or len(word) < 4:
        number, digit = divmod(number, len(letters))
        word += letters[digit]
    return word


def _nested(opening: str, inner: str, closing: str) -> Callable[[int], str]:
    def build(size: int) -> str:
        depth = max((size - len(inner)) // (len(opening) + len(closing)), 0)
        return opening * depth + inner + closing * depth

    return build


def _people(unit: str) -> Callable[[int], str]:
    """Many of `unit`, with a person's name for each {}: given and family name change at different paces."""
    return _varied(unit, lambda number: f"{_NAMES[number % len(_NAMES)]} {_FAMILIES[number // 3 % len(_FAMILIES)]}")


def _mixed(longest: int, builders: Sequence[Callable[[int], str]]) -> Callable[[int], str]:
    """Stretches of `builders` in a random order, each of up to `longest` code points; the same at every call."""

    def build(size: int) -> str:
        dice = Random(longest)
        pieces: list[str] = []
        while size > 0:
            pieces.append(dice.choice(builders)(dice.randint(1, min(longest, size))))
            size -= len(pieces[-1])
        return "".join(pieces)

    return build


def _medley(builders: Sequence[Callable[[int], str]]) -> Callable[[int], str]:
    """A stretch of each of `builders`, all of one length, in a random order; the same at every call."""
    order = Random(1).sample(builders, len(builders))
    return lambda size: "".join(build(size // len(order)) for build in order)


def _formats_left_open(size: int) -> str:
    """Elements that a parser opens again in every paragraph that follows."""
    opening = "<p>" + _numbered("<b a={}>")(size // 2) + "></p>"
    return opening + _repeat("<p>قال</p>")(size - len(opening))


KINDS: dict[str, Callable[[int], str]] = {
    # marks
    "straight marks": _repeat('"'),
    "opening guillemets": _repeat("«"),
    "closing guillemets": _repeat("»"),
    "straight marks apart": _repeat('" '),
    "all marks mixed": _repeat("«\"»“'”‘’„‹›،("),
    "nested guillemets": _nested("«", "قال", "»"),
    "nested mixed marks": _nested('«“"', "قال", '"”»'),
    "marked words": _repeat('"كلمة" '),
    "opening marks and words": _repeat("«كلمة "),
    "mark and cue": _repeat('قال "'),
    "cue, colon, mark": _repeat('قال: "نعم" '),
    "mixed quotes": _repeat('قال الوزير إن "الحل" قريب و"السلام" ممكن، '),
    "words and marks far apart": _within('قال الوزير "', "كلمة ", '" وأضاف'),
    "letters and marks": _repeat("ب«"),
    "marks reopened line by line": _repeat('قال "كلمة وكلمة\n'),
    "open marks, then stops": _halves('قال "', "."),
    "closing marks and cues": _halves("«", "كلمة» لفت الانتباه "),
    "brackets": _repeat("("),
    "apostrophes": _repeat("'"),
    # cues
    "cue verbs": _repeat("قال "),
    "joined cue verbs": _repeat("وأضاف "),
    "many cue verbs": _repeat("قال أكد أعلن ذكر صرح اعتبر "),
    "cue and complementizer": _repeat("قال إن "),
    "complementizers": _repeat("إن "),
    "that": _repeat("أن "),
    "cues that relay": _repeat("ذكرت وكالة أن "),
    "nested reports": _repeat("قال إن الوزير أكد أن "),
    "participles": _repeat("مؤكدا أن "),
    "participles in a sentence": _within("قال الوزير محمد النجار", " مشيرا إلى أن الحل قريب", "."),
    "masdars": _repeat("قوله إن "),
    "cue lines": _repeat("قال:\n"),
    "cue sentences": _repeat("قال. "),
    "statements without a speaker": _repeat("وقال إن الحل قريب. "),
    "pronouns": _repeat("وهو يقول إنه قال إنهم قالوا. "),
    "passive": _repeat("وقيل إن الحل قريب. "),
    "asked and answered": _repeat("هل قال؟ نعم قال! "),
    # according
    "according": _repeat("وفقا ل"),
    "according words": _repeat("وفقا لكلمة "),
    "according bare": _repeat("بحسب "),
    "according verbs": _repeat("حسبما أفادت "),
    "according at the end": _repeat("الحل قريب، وفقا للوزير. "),
    "according in a sentence": _repeat("الحل قريب وفقا للوزير "),
    "commas, then according": _halves("، ", "بحسب الوزير "),
    "cues, then according": _halves("قال إن الحل قريب وأضاف أن السلام ممكن ", "بحسب الوزير "),
    "according of his": _repeat("على حد قوله "),
    "according inside marks": _repeat('"الحل قريب"، بحسب الوزير، '),
    # names
    "a short name": _repeat("بايدن "),
    "a short name in joints": _repeat("وبايدن "),
    "full names": _people("{} "),
    "full names in joints": _people("و{} "),
    "full names and commas": _people("{}، "),
    "people who say": _people("قال {} إن الحل قريب. "),
    "people who say in a sentence": _people("قال {} إن الحل قريب و"),
    "joint speakers": _within("قال سامر النجار", " ومنى الحداد", " إن الحل قريب."),
    "people and then a cue": lambda size: (_people("{} ")(size) + " وقال إن")[-size:],
    "unknown names": _numbered("قال {0} {0} إن الحل قريب. "),
    "unknown offices": _numbered("قال وزير {0} إن الحل قريب. "),
    "unknown words": _numbered("{} "),
    "unknown full names": _numbered("الرئيس محمد {} "),
    "family names": _repeat("النجار "),
    "given names": _repeat("محمد "),
    "short names": _repeat("كان "),
    "sons": _repeat("بن "),
    "servants": _repeat("عبد "),
    "fathers": _repeat("أبو "),
    "one given name, many families": _numbered("محمد {} قال محمد. "),
    "one family, many given names": _numbered("قال {} النجار. قال النجار. "),
    "one party, many wings": _numbered("الحزب الديمقراطي {0} والحزب الديمقراطي. "),
    "bracketed abbreviations": _numbered("منظمة {0} (مرصد {0}) "),
    "courtesies": _repeat("السيد "),
    "countries": _repeat("سوريا ولبنان "),
    "titles": _repeat("الرئيس "),
    "titles and adjectives": _repeat("الرئيس الروسي "),
    "heads": _repeat("وزارة "),
    "heads of heads": _repeat("رئيس وزارة هيئة "),
    "media": _repeat("وكالة رويترز "),
    "sources": _repeat("مصدر مسؤول "),
    "nameless sources in joints": _repeat("ومصادر "),
    # clauses
    "relative clauses": _repeat("الذي قال "),
    "relative chain": _within("الوزير", " الذي", " قال إن"),
    "conjunctions": _repeat("و "),
    "joined conjunctions": _repeat("و"),
    "prepositions": _repeat("في "),
    "auxiliaries": _repeat("كان قد "),
    "negations": _repeat("لم "),
    "time phrases": _repeat("يوم الاثنين "),
    "adverbs": _repeat("أيضا "),
    "one long sentence": _within("قال الوزير إن", " الحل قريب والسلام ممكن", "."),
    "words before a verb": _within("الوزير", " والحل القريب", " قال إن الحل"),
    "feminine nouns": _repeat("السلطة "),
    "plurals": _repeat("المسؤولون "),
    # letters
    "letters without a blank": _repeat("ب"),
    "lams": _repeat("ل"),
    "article letters": _repeat("ال"),
    "joint letters": _repeat("وبال"),
    "cues without a blank": _repeat("قال"),
    "names without a blank": _repeat("بايدن"),
    "harakat on one letter": _within("ب", "\u064b", ""),
    "harakat and letters": _repeat("بَ"),
    "tatweel": _within("ب", "\u0640", "ت"),
    "bidi marks": _repeat("\u200f"),
    "zero-width joiners": _within("قا", "\u200d", "ل"),
    "combining hamza": _repeat("و\u0654"),
    "ligatures": _repeat("\ufdfa "),
    "ligatures without a blank": _repeat("\ufdfa"),
    "Latin": _repeat("the news "),
    "Latin letters": _repeat("a"),
    "Latin and Arabic": _repeat("قال Smith إن "),
    "Latin abbreviations": _repeat("U.S."),
    "initials": _repeat("س. "),
    "digits": _repeat("1"),
    "numbers": _repeat("12 "),
    "decimals": _repeat("1."),
    "astral letters": _repeat("\U0001d54f"),
    "emoji": _repeat("\U0001f468\u200d\U0001f469"),
    "control characters": _repeat("\x00"),
    "lone surrogates": _repeat("\ud800"),
    # layout
    "line breaks": _repeat("\n"),
    "carriage returns": _repeat("\r\n"),
    "blanks": _repeat(" "),
    "tabs": _repeat("\t"),
    "no-break spaces": _repeat("\u00a0"),
    "a word, then blanks": _within("قال", " ", "إن"),
    "a word a line": _repeat("كلمة\n"),
    "a cue a line": _repeat("قال الوزير\n"),
    "captions": _repeat("صورة من الأرشيف (رويترز)\n"),
    "datelines": _repeat("القاهرة - رويترز\n"),
    "bylines": _repeat("بقلم محمد النجار\n"),
    "subheads": _repeat("الحل قريب\n\n"),
    "paragraphs": _repeat("قال الوزير إن الحل قريب.\n\n"),
    "stops": _repeat("."),
    "stops apart": _repeat(". "),
    "questions": _repeat("؟"),
    "colons": _repeat(":"),
    "colons apart": _repeat(": "),
    "commas": _repeat("، "),
    "dashes": _repeat("- "),
    "ellipses": _repeat("…"),
    "items": _repeat("- كلمة "),
    "addresses": _repeat("http://a.b/c?d=e&"),
    "speakers of an interview": _repeat("الوزير: نعم.\n"),
    "people of an interview": _people("{}: نعم.\n"),
}

_SINGLE = tuple(KINDS.values())
KINDS |= {
    "mix of words": _mixed(20, _SINGLE),
    "mix of sentences": _mixed(200, _SINGLE),
    "all kinds in turn": _medley(_SINGLE),
}

HTML: dict[str, Callable[[int], str]] = {
    "open tags": _repeat("<div>"),
    "nested tags": _nested("<b>", "قال", "</b>"),
    "closing tags": _repeat("</div>"),
    "open paragraphs": _repeat("<p>قال"),
    "headlines": _repeat("<h1>قال</h1>"),
    "captions": _repeat("<figure><figcaption>صورة"),
    "breaks": _repeat("<br>"),
    "less-than signs": _repeat("<"),
    "ampersands": _repeat("&"),
    "entities": _repeat("&lt;b&gt;"),
    "a long attribute": _within("<p title='", "قال ", "'>"),
    "many attributes": _within("<p", " a=b", ">قال"),
    "open comments": _repeat("<!--"),
    "tables": _repeat("<table>"),
    "open scripts": _repeat("<script>"),
    "nested divisions": _nested("<div>", "قال", "</div>"),
    "lists in lists": _repeat("<ul><li>"),
    "different attributes": lambda size: "<p" + _numbered(" {}")(size - 6) + ">قال",
    "different attributes of the body": _numbered("<body {}>"),
    "formats left open": _formats_left_open,
    "formats left open in each other": _numbered("<b {0}><i {0}>قال</b>"),
    "ends of nothing": _halves("<span>", "</i>"),
    "forms that outlive their end": _repeat("<form><table><form></form></table></form><form>قال</form>"),
    "options": _repeat("<select><option>"),
    "an svg": _halves("<svg><link>", "</x>"),
}
HTML |= {"mix of tags": _mixed(30, tuple(HTML.values())), "all kinds in turn": _medley(tuple(HTML.values()))}
