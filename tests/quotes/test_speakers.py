"""Who speaks when he is not simply named beside the verb: every way with a sentence of its own."""

import pytest

from pipeline.contracts import Quote
from pipeline.quotes import QUOTES
from tests.quotes.articles import article

SAMER, MONA, AGENCY = "PER:سامر الحداد|الحداد", "PER:منى الصباغ|الصباغ", "ORG:الضفاف"


def find(text: str, *names: str) -> list[Quote]:
    return QUOTES(article(text, names)).quotes


def speakers(text: str, *names: str) -> list[list[str | None]]:
    return [[speaker.name for speaker in quote.speakers] for quote in find(text, *names)]


class TestHonorifics:
    """A form of address with its pronoun is whoever was introduced with it."""

    @pytest.mark.parametrize("honour", ["معاليه", "سموه", "فضيلته", "سيادته"])
    def test_is_whoever_spoke_last(self, honour: str) -> None:
        text = f"قال سامر الحداد إن الجسر آمن. وأكد {honour} أن الطريق مفتوح."
        assert speakers(text, SAMER) == [["سامر الحداد"], ["سامر الحداد"]]

    def test_is_the_one_it_was_given_to(self) -> None:
        text = "حضر معالي وزير النقل سامر الحداد. وقال عادل نجم إن الجسر آمن. وأضاف معاليه أن الطريق مفتوح."
        assert speakers(text, SAMER, "PER:عادل نجم")[-1] == ["سامر الحداد"]

    def test_her_honour_is_a_woman(self) -> None:
        text = "قالت منى الصباغ إن القاعة جاهزة. وقال سامر الحداد إن الجسر آمن. وأكدت سموها أن الباب مفتوح."
        assert speakers(text, SAMER, MONA)[-1] == ["منى الصباغ"]

    def test_of_two_the_one_the_article_is_about(self) -> None:
        text = (
            "التقى معالي وزير الخارجية سامر الحداد معالي وزير خارجية المملكة الشمالية عادل نجم. "
            "وأكد معاليه أن الجسر آمن. وقال معالي وزير الخارجية إن الطريق مفتوح."
        )
        assert speakers(text, SAMER, "PER:عادل نجم") == [["سامر الحداد"], ["سامر الحداد"]]

    def test_nobody_to_be_honoured(self) -> None:
        assert speakers("وأكد معاليه أن الطريق مفتوح.") == [["معاليه"]]


class TestNames:
    """What is a name although no list or recogniser knows all of it."""

    def test_a_title_before_a_family_name(self) -> None:
        text = "افتتح سامر بن نديم الكاملي المعرض. وقال الدكتور الكاملي إن القاعة جاهزة."
        assert speakers(text, "PER:سامر بن نديم الكاملي") == [["سامر بن نديم الكاملي"]]

    def test_a_title_that_is_the_family_name(self) -> None:
        text = "حضر نديم الشيخ اللقاء. وقال الشيخ إن القاعة جاهزة."
        assert speakers(text, "PER:نديم الشيخ") == [["نديم الشيخ"]]

    @pytest.mark.parametrize(
        "text",
        [
            "قالت سنابل الحداد إن الجسر آمن.",
            "وأكدت مديرة المرفأ سنابل الحداد أن الجسر آمن.",
        ],
    )
    def test_a_given_name_before_a_family_name_found_alone(self, text: str) -> None:
        assert speakers(text, "PER:الحداد") == [["سنابل الحداد"]]

    @pytest.mark.parametrize("text", ["قال وزير الحداد إن الجسر آمن.", "قال أمس الحداد إن الجسر آمن."])
    def test_no_given_name(self, text: str) -> None:
        assert speakers(text, "PER:الحداد") == [["الحداد"]]

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("قال آرزان سامر الحداد إن الجسر آمن.", "آرزان سامر الحداد"),
            ("قال زميله سامر الحداد إن الجسر آمن.", "سامر الحداد"),
            ("وتناول سامر الحداد الملف. وقال إن الجسر آمن.", "سامر الحداد"),
        ],
    )
    def test_another_given_name_before_a_full_one(self, text: str, name: str) -> None:
        assert speakers(text, SAMER) == [[name]]

    def test_a_person_in_the_name_of_a_university(self) -> None:
        text = "وحضر عادل نجم مدير جامعتي سامر والشاطئ. وأكد مدير جامعتي سامر والشاطئ أن القاعة جاهزة."
        assert speakers(text, "PER:سامر", "PER:عادل نجم") == [["عادل نجم"]]

    def test_an_office_that_is_about_something(self) -> None:
        text = "وكشف مسؤول الرقابة عن الجودة سامر الحداد أن الجسر آمن."
        assert speakers(text, SAMER) == [["سامر الحداد"]]

    def test_a_name_that_nobody_knows_comes_back(self) -> None:
        text = "قال سرحوت منكاوي إن الجسر آمن. وقال سامر الحداد إن الطريق مفتوح. وقال منكاوي إن البحر هادئ."
        assert speakers(text, SAMER)[-1] == ["سرحوت منكاوي"]

    def test_two_with_one_family_name(self) -> None:
        text = "حضرت منى الصباغ مع زوجها عادل الصباغ. وقالت الصباغ إن القاعة جاهزة."
        assert speakers(text, "PER:منى الصباغ", "PER:عادل الصباغ|الصباغ") == [["منى الصباغ"]]

    def test_ali_is_no_preposition(self) -> None:
        text = "وأشرف على الحفل. وقال علي منصور، منسق الحملة، إن القاعة جاهزة."
        assert speakers(text) == [["علي منصور"]]

    def test_a_name_in_brackets(self) -> None:
        assert speakers("رأى (سامر الحداد) أن الجسر آمن.", SAMER) == [["سامر الحداد"]]

    def test_who_bears_a_building_does_not_speak(self) -> None:
        text = "وقال مدير مستشفى سامر الحداد منى الصباغ إن القاعة جاهزة."
        assert speakers(text, SAMER, MONA) == [["منى الصباغ"]]


class TestTogether:
    """Several who speak with one voice."""

    @pytest.mark.parametrize("comma", ["", "،"])
    def test_each_with_an_office(self, comma: str) -> None:
        text = f"وأكد مدير المرفأ سامر الحداد{comma} ووزيرة النقل منى الصباغ أن الجسر آمن."
        assert speakers(text, SAMER, MONA) == [["سامر الحداد", "منى الصباغ"]]

    def test_two_without_names(self) -> None:
        text = "دعا خبيران بحريان الوزارة إلى الصبر. وقالا إن الجسر آمن."
        assert speakers(text) == [["خبيران بحريان"]]


class TestOffices:
    """An office and a calling, before and after their bearer is named."""

    def test_before_its_bearer_is_named(self) -> None:
        text = "قال وزير النقل إن الجسر آمن. وافتتح سامر الحداد وزير النقل المعرض."
        assert speakers(text, SAMER) == [["سامر الحداد"]]

    def test_not_when_two_bear_it(self) -> None:
        text = "قال وزير النقل إن الجسر آمن. وحضر سامر الحداد وزير النقل وعادل نجم وزير النقل السابق."
        assert speakers(text, SAMER, "PER:عادل نجم") == [["وزير النقل"]]

    def test_with_its_place_in_between(self) -> None:
        text = (
            "وقال مدير البرامج في قناة الضفاف سامر الحداد إن القاعة جاهزة. "
            "وقالت منى الصباغ إن الجسر آمن. وأضاف مدير البرامج أن الباب مفتوح."
        )
        assert speakers(text, SAMER, MONA, AGENCY)[-1] == ["سامر الحداد"]

    def test_the_noun_of_its_adjective(self) -> None:
        text = "وحضر سامر الحداد مدرب نادي الشاطئ. وقال المدرب الشاطئي إن الفريق جاهز."
        assert speakers(text, SAMER) == [["سامر الحداد"]]

    def test_a_calling_that_covers_it(self) -> None:
        text = "ووصل المهاجم سامر الحداد أمس. وقال اللاعب إن الفريق جاهز."
        assert speakers(text, SAMER) == [["سامر الحداد"]]

    def test_a_calling_with_its_country(self) -> None:
        text = "وصرح المتحدث باسم الخارجية النرويجية سامر الحداد أمس. وقال المسؤول النرويجي إن الجسر آمن."
        assert speakers(text, SAMER) == [["سامر الحداد"]]

    def test_with_whom_he_spoke(self) -> None:
        text = "ووصل المهاجم سامر الحداد أمس. وقال اللاعب لقناة الضفاف مع الإعلامي عادل نجم إن الفريق جاهز."
        assert speakers(text, SAMER, AGENCY, "PER:عادل نجم") == [["سامر الحداد"]]

    def test_an_office_in_a_building_that_bears_a_name(self) -> None:
        text = "وقال منير كامل المدير الطبي بمستشفى د. سامر الحداد إن الجسر آمن. وأكد المدير الطبي أن الطريق مفتوح."
        assert speakers(text, SAMER, "PER:منير كامل")[-1] == ["منير كامل"]

    def test_an_age_is_no_part_of_it(self) -> None:
        text = "ووصل اللاعب سامر الحداد أمس. وقال اللاعب البالغ من العمر ثلاثين عاما إن الفريق جاهز."
        assert speakers(text, SAMER) == [["سامر الحداد"]]

    def test_an_office_taken_for_a_person(self) -> None:
        text = "تحدث المدير العام سامر الحداد وقال: الجسر آمن."
        assert speakers(text, SAMER, "PER:المدير العام") == [["سامر الحداد"]]


class TestBodies:
    """Bodies, papers and people without a name."""

    def test_right_behind_a_verb_without_words(self) -> None:
        text = "وأكدت وزارة النقل جاهزية الجسر. وبينت أن الطريق مفتوح."
        assert speakers(text) == [["وزارة النقل"]]

    def test_what_it_issues_is_its_object(self) -> None:
        text = "من جهتها أصدرت إدارة النادي بيانا أكدت فيه أن الملعب جاهز."
        assert speakers(text) == [["إدارة النادي"]]

    def test_the_object_of_a_dropped_subject_is_none(self) -> None:
        text = "قال سامر الحداد إن الجسر آمن. ودعا وزارة النقل إلى الصبر. وأضاف أن الطريق مفتوح."
        assert speakers(text, SAMER) == [["سامر الحداد"], ["سامر الحداد"]]

    def test_told_of_before(self) -> None:
        text = "أنهت وزارة النقل تجارب الجسر. وأوضحت الوزارة أن الجسر آمن."
        assert speakers(text) == [["وزارة النقل"]]

    def test_issued_by_somebody(self) -> None:
        text = "وبحسب الإحصاءات الصادرة عن مؤسسة الجسور، فإن الحركة زادت."
        assert speakers(text) == [["الإحصاءات الصادرة عن مؤسسة الجسور"]]

    @pytest.mark.parametrize("verb", ["نشرت", "أعلنت"])
    def test_a_relative_clause_is_no_part_of_a_phrase(self, verb: str) -> None:
        assert speakers(f"أفادت دراسة {verb} أمس أن الحركة زادت.") == [["دراسة"]]

    def test_people_in_a_body(self) -> None:
        assert speakers("وأشار العاملون في مؤسسة الجسور إلى أن الحركة زادت.") == [["العاملون في مؤسسة الجسور"]]

    def test_a_paper_behind_li(self) -> None:
        assert speakers("ووفقا لاستمارة القبول، فإن الحركة زادت.") == [["استمارة القبول"]]

    @pytest.mark.parametrize("plan", ["وفقا لرغبتها الأولى", "بحسب مكان المقعد", "وفقا لاختصاصاته"])
    def test_a_plan_is_no_source(self, plan: str) -> None:
        text = f"وقال سامر الحداد إن الطلبة سجلوا أسماءهم في المدارس {plan}."
        assert speakers(text, SAMER) == [["سامر الحداد"]]

    def test_some_of_those_told_of(self) -> None:
        text = "ولا يتفق بعض خبراء الطيران مع الفرضية، إذ يقول بعضهم إن الحركة زادت."
        assert speakers(text) == [["بعض خبراء الطيران"]]


class TestLeftOut:
    """A verb without a subject, a participle."""

    def test_whoever_a_speech_is_from(self) -> None:
        text = "جاء ذلك في البيان الذي أصدره مدير المرفأ سامر الحداد، وقال فيه إن الجسر آمن."
        assert speakers(text, SAMER) == [["سامر الحداد"]]

    def test_the_sentence_before_is_about_another(self) -> None:
        text = "قال عادل نجم إن الطقس جيد. وتلقى سامر الحداد رسالة. وقال إن الجسر آمن."
        assert speakers(text, SAMER, "PER:عادل نجم")[-1] == ["سامر الحداد"]

    def test_who_spoke_goes_on(self) -> None:
        text = "قال عادل نجم إن الطقس جيد. وتلقى سامر الحداد رسالة. وأضاف أن الجسر آمن."
        assert speakers(text, SAMER, "PER:عادل نجم")[-1] == ["عادل نجم"]

    def test_who_expressed_something(self) -> None:
        text = "قال عادل نجم إن الطقس جيد. من جانبه عبر سامر الحداد عن سعادته وقال: الجسر آمن."
        assert speakers(text, SAMER, "PER:عادل نجم")[-1] == ["سامر الحداد"]

    def test_not_the_object_of_a_verb_in_the_words(self) -> None:
        text = "وأكد سامر الحداد أن ما حدث أكد على حكمة عادل نجم بشأن الجسر، مبينا أن الطريق مفتوح."
        assert speakers(text, SAMER, "PER:عادل نجم")[-1] == ["سامر الحداد"]

    def test_not_whom_a_question_is_about(self) -> None:
        text = "أكد سامر الحداد أنه جاهز. وعن علاقته مع الرئيس السابق عادل نجم قال: «هو رجل كريم معي ومع الجميع»."
        assert speakers(text, SAMER, "PER:عادل نجم")[-1] == ["سامر الحداد"]

    def test_the_person_right_before_his_verb(self) -> None:
        text = "وكان الوزير «سامر الحداد» صرح إثر لقائه في العاصمة نظيره عادل نجم أن الجسر آمن."
        assert speakers(text, SAMER, "PER:عادل نجم") == [["سامر الحداد"]]

    def test_a_relative_clause_further_off(self) -> None:
        text = "وتخلف سامر الحداد لتواجده خارج البلاد حاليا والذي أكد أن الجسر آمن."
        assert speakers(text, SAMER) == [["سامر الحداد"]]

    def test_as_for_him(self) -> None:
        text = "قال عادل نجم إن الطقس جيد. أما سامر الحداد فقال إن الجسر آمن."
        assert speakers(text, SAMER, "PER:عادل نجم")[-1] == ["سامر الحداد"]

    def test_received_is_not_throws(self) -> None:
        text = "وتلقى سامر الحداد دعوة، مؤكدا أن الجسر آمن."
        assert speakers(text, SAMER) == [["سامر الحداد"]]

    def test_dual_and_plural_participles_look_alike(self) -> None:
        text = "قال خبيران بحريان إن الجسر آمن، لافتين إلى أن الطريق مفتوح."
        assert speakers(text) == [["خبيران بحريان"], ["خبيران بحريان"]]

    def test_time_before_the_words_is_no_subject(self) -> None:
        text = "وكانت الضفاف قد أعلنت، الأربعاء الماضي، أن الجسر آمن."
        assert speakers(text, AGENCY) == [["الضفاف"]]


class TestSources:
    """Through whom."""

    @pytest.mark.parametrize(
        ("text", "source"),
        [
            ("وفي بيان مشترك قال سامر الحداد إن الجسر آمن.", "بيان"),
            ('وأكد سامر الحداد في حديثه إلى "الضفاف" أن الجسر آمن.', "الضفاف"),
            ('وكشف سامر الحداد عبر حسابه في "الضفاف" أن الجسر آمن.', "الضفاف"),
            ("وأشار سامر الحداد في حديث لـ»نسائم» إلى أن الجسر آمن.", "نسائم"),
            ("وأكد سامر الحداد في تصريح لمراسل إذاعة نسائم أن الجسر آمن.", "إذاعة نسائم"),
            ("وأكد سامر الحداد لوسائل الإعلام المحلية أن الجسر آمن.", "وسائل الإعلام المحلية"),
            ('وقال سامر الحداد عبر حسابه بموقع التواصل الاجتماعي "الضفاف" إن الجسر آمن.', "الضفاف"),
            ("وقال سامر الحداد إن الجسر آمن، وفق ما صرح به سامر الحداد أمس.", None),
        ],
    )
    def test_named_in_the_frame(self, text: str, source: str | None) -> None:
        found = find(text, SAMER, AGENCY)[0].source
        assert (found.name if found is not None else None) == source

    def test_words_relayed_without_a_preposition(self) -> None:
        text = "ونقلت الضفاف تصريحات أحد الصيادين قوله إن البحر هادئ."
        (quote,) = find(text, AGENCY)
        assert [s.name for s in quote.speakers] == ["أحد الصيادين"]
        assert quote.source is not None
        assert quote.source.name == "الضفاف"


class TestCues:
    """What is a cue, and where its words end."""

    @pytest.mark.parametrize(
        ("text", "contents"),
        [
            # another takes his turn, the occasion is told, another topic begins
            ("قال سامر الحداد إن الجسر آمن، من جهته أكد عادل نجم أن الطريق مفتوح.", ["الجسر آمن", "الطريق مفتوح"]),
            ("أكد سامر الحداد أن الجسر آمن، جاء ذلك خلال الحفل.", ["الجسر آمن"]),
            (
                "لفتت الدراسة إلى أن الجسر آمن، وعن أسعار القمح أشارت الدراسة إلى أنها زادت.",
                ["الجسر آمن", "زادت"],
            ),
            ("لفتت الدراسة إلى أن الجسر آمن، لكنها أشارت إلى أن الطريق مغلق.", ["الجسر آمن", "الطريق مغلق"]),
            ("قال سامر الحداد إن الجسر آمن، وأعرب عن أمله في النجاح.", ["الجسر آمن"]),
            # a participle with its preposition needs no comma
            ("وقال سامر الحداد إن الجسر آمن مشيرا إلى وقوع أضرار.", ["الجسر آمن"]),
            # a condition, what turns out, the writer's own belief, a noun's adjective
            ("وقال سامر الحداد: سنعود إن شاء الله.", ["سنعود إن شاء الله"]),
            ("وإذا تبين للجميع أن الجسر خطر فسوف يغلق.", []),
            ("أعتقد أن الجسر آمن.", []),
            # a colon is the verb's of saying, not of one in its frame
            ("وقال سامر الحداد عن حركة اعتبرت غير لائقة: الجسر آمن.", ["الجسر آمن"]),
            # questions begin right behind the verb
            ("وتساءل سامر الحداد عن سبب استبعاده من العمل.", []),
            # a semicolon parts clauses, but not a subject from its words
            ("وكشف سامر الحداد الذي زار الجسر؛ أن الطريق مفتوح.", ["الطريق مفتوح"]),
        ],
    )
    def test_contents(self, text: str, contents: list[str]) -> None:
        assert [quote.text for quote in find(text, SAMER, "PER:عادل نجم")] == contents


class TestConfidence:
    """How sure a statement is."""

    LONG = "الجسر الجديد آمن تماما وسيفتح أمام جميع السيارات والشاحنات في الربيع المقبل"

    def one(self, text: str, *names: str) -> float:
        return find(text, *names)[-1].confidence

    def test_surest_is_a_person_named_in_full(self) -> None:
        assert self.one(f"قال سامر الحداد إن {self.LONG}.", SAMER) >= 0.9

    def test_less_evidence_is_less_sure(self) -> None:
        full = self.one(f"قال سامر الحداد إن {self.LONG}.", SAMER)
        phrase = self.one(f"قال صيادون إن {self.LONG}.")
        part = self.one(f"قال سامر إن {self.LONG}.", "PER:سامر")
        nobody = self.one(f"وأضاف أن {self.LONG}.")
        assert full > phrase > part > nobody

    def test_a_few_words_are_less_sure(self) -> None:
        assert self.one("قال سامر الحداد إن الجسر آمن.", SAMER) < 0.9

    def test_who_never_was_a_subject_is_a_guess(self) -> None:
        text = f"وفي لقاء كبير مع جمهور سار سامر الحداد على خطى الكبار وقال إن {self.LONG}."
        assert self.one(text, SAMER) < self.one(f"قال سامر الحداد إن {self.LONG}.", SAMER)

    def test_somebody_else_between(self) -> None:
        alone = f"قال سامر الحداد إن الطقس جيد. وأضاف أن {self.LONG}."
        between = f"قال سامر الحداد إن الطقس جيد. وحضر مع عادل نجم الحفل. وأضاف أن {self.LONG}."
        names = (SAMER, "PER:عادل نجم")
        assert self.one(between, *names) < self.one(alone, *names)

    def test_a_first_name_that_no_list_knows(self) -> None:
        assert self.one(f"قال قمرنسي الحداد إن {self.LONG}.", "PER:قمرنسي الحداد") < 0.9

    def test_no_mark_shows_where_words_end(self) -> None:
        assert (
            self.one(f"قال سامر الحداد: {self.LONG}.", SAMER)
            < 0.9
            <= self.one(f"قال سامر الحداد: «{self.LONG}».", SAMER)
        )
