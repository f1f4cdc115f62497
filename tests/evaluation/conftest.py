"""Two annotated articles made up for these tests, and predictions for them written by hand."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.evaluation import GoldArticle, parse_gold
from pipeline.evaluation.prediction import Prediction

GOLD = Path(__file__).parent / "gold"


@pytest.fixture(scope="session")
def gold_folder() -> Path:
    return GOLD


@pytest.fixture(scope="session")
def golds() -> dict[str, GoldArticle]:
    return {path.stem: parse_gold(path.read_bytes()) for path in sorted(GOLD.glob("*.json"))}


def finder(text: str) -> Callable:
    """Finds words in `text`: their start and end, and any fields beside them."""

    def at(words: str, nth: int = 0, **fields) -> dict:
        start = -1
        for _ in range(nth + 1):
            start = text.index(words, start + 1)
        return {"start": start, "end": start + len(words)} | fields

    return at


@pytest.fixture
def harbour(golds) -> dict:
    at = finder(golds["harbour"].text)
    return {
        "quotes": [
            # found, but the minister by her family name only
            at("الميناء سيفتح في الربيع المقبل", kind="indirect", canonical_speaker="الشامي",
               cue=at("قالت"), speaker=at("الشامي")),
            # the complementizer makes it 11 of 14 letters: too long
            at("أن العمل انتهى", kind="indirect", canonical_speaker="ليلى الشامي", cue=at("أضافت")),
            # another scope that is accepted; another kind that is accepted; the paper with its title
            at('المشروع بأنه "أكبر من المدينة', kind="mixed", canonical_speaker=["صحيفة المرفأ"],
               cue=at("ووصفت"), speaker=at('صحيفة "المرفأ"')),
            # the name of a paper is no quote
            at("المرفأ", kind="direct", canonical_speaker=None),
        ],
        "entities": [
            at("ليلى الشامي", type="PER"),
            at('صحيفة "المرفأ', type="MISC"),
            at("Sea Agency", type="LOC"),
            at("الربيع", type="MISC"),
        ],
        "blocks": [
            at("صورة للميناء الجديد", kind="caption"),
            at("Credit: Sea Agency", kind="credit"),
            at("قالت وزيرة النقل ليلى الشامي إن الميناء سيفتح في الربيع المقبل. وأضافت أن العمل انتهى.",
               kind="paragraph"),
            at('"أبواب البحر"', kind="paragraph"),
            at('ووصفت صحيفة "المرفأ" المشروع بأنه "أكبر من المدينة"، فيما قال سكان إنهم ينتظرون الوظائف.',
               kind="paragraph"),
        ],
    }  # fmt: skip


@pytest.fixture
def fishers(golds) -> dict:
    at = finder(golds["fishers"].text)
    return {
        "quotes": [
            # the source by its head only; the mention is one word of the phrase of five
            at("الموسم انتهى باكرا", kind="mixed", canonical_speaker="سامر حداد", source="بيان",
               cue=at("أن"), speaker=at("الناطق")),
            # one of two speakers
            at("الأسعار سترتفع،", kind="direct", canonical_speaker=["سامر حداد"], cue=None, speaker=at("حداد", 1)),
            # optional, and a scare quote with its right owner: ignored
            at("دعم البحارة", kind="indirect", canonical_speaker=["سامر حداد"]),
            at("الخطأ الفادح", kind="direct", canonical_speaker="حداد"),
        ],
        "entities": [at("سامر حداد", type="ORG"), at("لبيروت", type="LOC")],
    }  # fmt: skip


@pytest.fixture
def predictions(harbour, fishers) -> dict[str, Prediction]:
    return {"harbour": Prediction.model_validate(harbour), "fishers": Prediction.model_validate(fishers)}
