"""Given names before and family names behind a name that was found in part."""

import pytest

from pipeline.entities.gazetteer import gazetteer
from pipeline.entities.neighbours import complete_neighbours
from tests.entities.marked import page, read


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("فاعلية أندرو {PER تورين} في", ["أندرو تورين"]),
        ("وقالت فريدة {PER محمد علي} أمس", ["فريدة محمد علي"]),
        ("أشار إلى وعلي {PER عمرو} أمس", ["علي عمرو"]),
        ("لقاء على {PER عمرو} أمس", ["عمرو"]),
        ("قال {PER بدر محمد} باسلمه للصحافيين", ["بدر محمد باسلمه"]),
        ("قال {PER مايكل} باليير الوكيل", ["مايكل باليير"]),
        ("قال {PER خالد محفوظ} {PER بحاح} أمس", ["خالد محفوظ بحاح"]),
        # the start of a sentence, or its verb, is no name
        ("في عام 2012. وطالب {PER أبو زيد} باستغلال", ["أبو زيد"]),
        ("هركيولز ورفيقه {PER ليو} أمس", ["ليو"]),
        ("قال {PER مايكل} أمس", ["مايكل"]),
        ("قال {PER مايكل}، باليير الوكيل", ["مايكل"]),
    ],
)
def test_complete_neighbours(marked: str, names: list[str]) -> None:
    text, found = read(marked)
    whole = complete_neighbours(page(text), found, gazetteer())
    assert [text[one.start : one.end] for one in whole] == names
