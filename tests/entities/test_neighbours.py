"""Given names before and family names behind a name that was found in part."""

import pytest

from pipeline.entities.gazetteer import gazetteer
from pipeline.entities.neighbours import complete_neighbours
from tests.entities.marked import page, read


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("في مزرعة أندرو {PER زورقين} هنا", ["أندرو زورقين"]),
        ("وقالت فريدة {PER سامر الحداد} أمس", ["فريدة سامر الحداد"]),
        ("حضر نديم وعلي {PER الحداد} أمس", ["علي الحداد"]),
        ("وردت على {PER الحداد} أمس", ["الحداد"]),
        ("صافح {PER سمير محمد} بادحدح الضيوف", ["سمير محمد بادحدح"]),
        ("صافح {PER مايكل} زلمبطير الضيوف", ["مايكل زلمبطير"]),
        ("صافح {PER سمير محمد} {PER بادحدح} أمس", ["سمير محمد بادحدح"]),
        # the start of a sentence, or its verb, is no name
        ("غاب أمس. وطالب {PER نديم} بالعودة", ["نديم"]),
        ("سامر ورفيقه {PER نديم} أمس", ["نديم"]),
        ("قال {PER مايكل} أمس", ["مايكل"]),
        ("صافح {PER مايكل}، زلمبطير الضيوف", ["مايكل"]),
    ],
)
def test_complete_neighbours(marked: str, names: list[str]) -> None:
    text, found = read(marked)
    whole = complete_neighbours(page(text), found, gazetteer())
    assert [text[one.start : one.end] for one in whole] == names
