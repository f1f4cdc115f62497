"""Each rule with a sentence of its own: what is said, where it ends, who says it, through whom."""

import pytest

from pipeline.contracts import Quote
from pipeline.quotes import QUOTES
from tests.quotes.articles import article

SAMER, MONA, AGENCY = "PER:سامر الحداد|الحداد", "PER:منى الصباغ|الصباغ", "ORG:الضفاف"


def find(text: str, *names: str) -> list[Quote]:
    return QUOTES(article(text, names)).quotes


def said(text: str, *names: str) -> list[tuple[str, list[str | None]]]:
    return [(quote.text, [speaker.name for speaker in quote.speakers]) for quote in find(text, *names)]


class TestEdges:
    """Where the words said begin and end."""

    @pytest.mark.parametrize(
        ("text", "content"),
        [
            # the clause ends at a participle of saying, a new statement, a contrast
            ("قال سامر الحداد إن الجسر آمن، لافتا إلى الفحوص.", "الجسر آمن"),
            ("قال سامر الحداد إن الجسر آمن وأكد على جاهزيته.", "الجسر آمن"),
            ("قال سامر الحداد إن الجسر آمن بينما حذرت البلدية من عبوره.", "الجسر آمن"),
            ("قال سامر الحداد إن الجسر آمن، وطالب الجميع بالصبر.", "الجسر آمن"),
            # a second أن goes on with the same words
            ("قال سامر الحداد إن الجسر آمن وإن الطريق مفتوح.", "الجسر آمن وإن الطريق مفتوح"),
            # a relative clause about the subject is no part of the words
            ("قال سامر الحداد، وهو مهندس درس الجسور، إن الجسر آمن.", "الجسر آمن"),
            # of several أن the cue's own opens: بعد أن belongs to بعد
            ("أعلن سامر الحداد بعد أن عاد من السفر أن الجسر آمن.", "الجسر آمن"),
            # a clause inside marks, its أن with it
            ('وأكدت دراسة محلية حديثة، "أن الجسر القديم آمن تماما".', "الجسر القديم آمن تماما"),
            ("وأبرز سامر الحداد أن الجسر آمن.", "الجسر آمن"),
            ("الجسر آمن منذ أعوام طويلة، حسب قول سامر الحداد.", "الجسر آمن منذ أعوام طويلة"),
            # the occasion is no cue of its own
            ("وقال سامر الحداد في ختام تصريحه إن الجسر آمن.", "الجسر آمن"),
            ("وجاء هذا بعد أن قالت منى إن الجسر آمن.", "الجسر آمن"),
            ("وأضاف سامر الحداد بأن الجسر آمن.", "الجسر آمن"),
            # two dots end a sentence
            ("قال سامر الحداد إن الجسر آمن.. ثم جاء الليل ونام الجميع", "الجسر آمن"),
            # a remark in brackets is passed over
            ("قالت وكالة الضفاف (ض ف) إن الجسر آمن.", "الجسر آمن"),
            # question and exclamation marks stay
            ("وسأل سامر الحداد: هل الجسر آمن؟", "هل الجسر آمن؟"),
            ("وكان سامر الحداد يقول كيف يعبر الناس بلا جسر؟", "كيف يعبر الناس بلا جسر؟"),
        ],
    )
    def test_unmarked(self, text: str, content: str) -> None:
        assert [quote.text for quote in find(text, SAMER, AGENCY)][:1] == [content]

    def test_after_a_colon_words_go_on_to_the_next_cue(self) -> None:
        text = "وقال سامر الحداد: بدأنا العمل. الناس معنا. سنكمل.\nوأضاف أن الطقس جيد."
        assert [quote.text for quote in find(text, SAMER)] == ["بدأنا العمل. الناس معنا. سنكمل", "الطقس جيد"]

    def test_marks_at_the_head_of_a_clause_are_only_a_part_of_it(self) -> None:
        quote = find('قال سامر الحداد إن "الممر الآمن" سيبقى مغلقا حتى الربيع.', SAMER)[0]
        assert (quote.kind, quote.text) == ("mixed", '"الممر الآمن" سيبقى مغلقا حتى الربيع')
        assert [part.text for part in quote.parts] == ["الممر الآمن"]

    def test_marks_around_a_name_leave_a_quote_indirect(self) -> None:
        assert find("قال سامر الحداد إن مبادرة «ضوء القرى» بدأت.", SAMER)[0].kind == "indirect"

    def test_words_before_a_trailing_attribution_lose_their_conjunction(self) -> None:
        assert said("ولم يصب أحد في الحريق الكبير، وفقا لمنى الصباغ.", MONA)[0][0] == "لم يصب أحد في الحريق الكبير"
        assert said("ووصل الوفد إلى العاصمة مساء أمس، بحسب منى الصباغ.", MONA)[0][0].startswith("وصل")


class TestSpeakers:
    """Who the words belong to."""

    @pytest.mark.parametrize(
        ("text", "speaker", "link"),
        [
            ("وقال وزير النقل المهندس سامر الحداد إن الجسر آمن.", "سامر الحداد", "explicit"),
            ("وقال لـ «الضفاف» مدير المرفأ سامر الحداد إن الجسر آمن.", "سامر الحداد", "explicit"),
            ("وقال محامي منى الصباغ إن الجسر آمن.", "محامي منى الصباغ", "explicit"),
            ("وقال مصدر مقرب من منى الصباغ إن الجسر آمن.", "مصدر مقرب من منى الصباغ", "explicit"),
            ("وقال صيادون عائدون من البحر إن الجسر آمن.", "صيادون عائدون من البحر", "explicit"),
            ("وأفاد بيان صدر عن البلدية بأن الجسر آمن.", "بيان", "explicit"),
            ("وأفاد بيان صادر عن البلدية بأن الجسر آمن.", "بيان صادر عن البلدية", "explicit"),
            ("ونقل موقع محلي عن محللين قولهم إن الجسر آمن.", "محللون", "explicit"),
            ("وقال سامر الحداد لمراسلنا رامي النجار إن الجسر آمن.", "سامر الحداد", "explicit"),
            ("وقال ضابط لمراسلنا سامر الحداد إن الجسر آمن.", "ضابط", "explicit"),
            ("غير أن سامر الحداد أكد أن الجسر آمن.", "سامر الحداد", "explicit"),
            ("وكان الحاضر سامر الحداد قد أكد أن الجسر آمن.", "سامر الحداد", "explicit"),
            ("وهي الجهة التي يقول سامر الحداد إنها تأخرت.", "سامر الحداد", "explicit"),
            ("والتقى الوفد سامر الحداد، الذي أكد أن الجسر آمن.", "سامر الحداد", "relative"),
        ],
    )
    def test_named_beside_the_cue(self, text: str, speaker: str, link: str) -> None:
        quote = find(text, SAMER, MONA, AGENCY)[0]
        assert (quote.speakers[0].name, quote.speakers[0].link) == (speaker, link)

    def test_a_verb_with_its_object(self) -> None:
        text = "وزار سامر الحداد القرية وأخبرهم أن الجسر آمن."
        assert said(text, SAMER) == [("الجسر آمن", ["سامر الحداد"])]

    @pytest.mark.parametrize(
        ("text", "content", "speaker"),
        [
            ("وحسب تقارير محلية منح سامر الحداد جائزة المدينة.", "منح سامر الحداد جائزة المدينة", "تقارير محلية"),
            ("وبحسب بيانات وزارة النقل، فقد زاد العبور كثيرا.", "قد زاد العبور كثيرا", "بيانات وزارة النقل"),
            ("ووفقا لما أوردته وكالة الضفاف، أغلق الجسر أمس.", "أغلق الجسر أمس", "الضفاف"),
            ("وأغلق الجسر مساء أمس، وفق ما أكده مسؤولون محليون.", "أغلق الجسر مساء أمس", "مسؤولون محليون"),
        ],
    )
    def test_in_an_according_phrase(self, text: str, content: str, speaker: str) -> None:
        assert said(text, SAMER, AGENCY) == [(content, [speaker])]

    def test_office_is_kept_with_the_name(self) -> None:
        text = "وقال وزير النقل سامر الحداد إن الجسر آمن.\nوأضاف الحداد أن الطريق مفتوح."
        assert [quote.speakers[0].role for quote in find(text, SAMER)] == ["وزير النقل", "وزير النقل"]

    def test_who_speaks_inside_the_words_does_not_speak_on(self) -> None:
        text = "وقال سامر الحداد إن منى الصباغ ترى أن الثمن مرتفع.\nوأضاف أن العرض قائم."
        assert said(text, SAMER, MONA)[-1] == ("العرض قائم", ["سامر الحداد"])

    def test_a_missing_subject_agrees_with_its_verb(self) -> None:
        text = "وقال سامر الحداد إن الجسر آمن. وقالت منى الصباغ إن الطريق مفتوح. وأضاف أن الفحص انتهى."
        assert said(text, SAMER, MONA)[-1][1] == ["سامر الحداد"]

    def test_the_subject_of_a_verb_of_another_kind_speaks_next(self) -> None:
        assert said("واتهم معارضون الحكومة بالتقصير. وأضافوا أن الوعود كثيرة.")[-1][1] == ["معارضون"]
        assert said("وافتتح سامر الحداد المعرض أمس. وقال إن الدخول مجاني.", SAMER)[-1][1] == ["سامر الحداد"]

    def test_how_it_is_said_is_not_who_says_it(self) -> None:
        text = "ودعت منى الصباغ الزوار. وقالت وهي تحمل الزهور إن القاعة جاهزة. وأضافت والدموع في عينيها أنها سعيدة."
        assert [names for _, names in said(text, MONA)] == [["منى الصباغ"], ["منى الصباغ"]]

    def test_nobody_is_guessed(self) -> None:
        assert said("وأضاف أن الفحص انتهى أمس.") == [("الفحص انتهى أمس", [None])]

    def test_roles_point_back_to_their_bearer(self) -> None:
        text = "التقى وزير النقل سامر الحداد رئيسة البلدية منى الصباغ.\nوقالت رئيسة البلدية إن الجسر آمن."
        assert said(text, SAMER, MONA) == [("الجسر آمن", ["منى الصباغ"])]

    def test_the_subject_of_a_clause_before_is_not_the_speaker(self) -> None:
        text = "وعاد سامر الحداد إلى بيته. وعندما سألت منى الصباغ عن السبب، قال إن الجسر مغلق."
        assert said(text, SAMER, MONA)[-1] == ("الجسر مغلق", ["سامر الحداد"])

    def test_some_of_the_people_named_before(self) -> None:
        text = "والتقت اللجنة كبار المسؤولين في القرية. ويرى بعضهم أن الجسر ضيق."
        assert said(text)[0][1] == ["بعض كبار المسؤولين"]

    def test_the_same_source(self) -> None:
        text = "وقال مصدر أمني إن الطريق مفتوح.\nوأضاف ذات المصدر أن الجسر آمن."
        assert said(text)[-1][1] == ["مصدر أمني"]

    def test_the_same_paper(self) -> None:
        text = "وأعلن بيان محلي أن الجسر آمن. وأضاف البيان نفسه أن الطريق مفتوح."
        assert said(text) == [("الجسر آمن", ["بيان محلي"]), ("الطريق مفتوح", ["بيان محلي"])]

    def test_a_medium_by_its_kind(self) -> None:
        text = "وذكرت قناة الضفاف أن الطريق مفتوح.\nوأشارت الشبكة إلى أن الجسر آمن."
        assert said(text, AGENCY)[-1][1] == ["الضفاف"]

    def test_a_family_name_that_was_not_recognised(self) -> None:
        text = "وقال سامر الحداد إن الطريق مفتوح.\nوبين الحداد أن الجسر آمن."
        assert said(text, "PER:سامر الحداد")[-1][1] == ["سامر الحداد"]

    def test_three_joined_speakers(self) -> None:
        names = (SAMER, MONA, "PER:رامي النجار")
        assert said("وأكد سامر الحداد ومنى الصباغ ورامي النجار أن الجسر آمن.", *names)[0][1] == [
            "سامر الحداد", "منى الصباغ", "رامي النجار",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("text", "type_"),
        [
            ("وقالت مصادر طبية إن الجسر آمن.", "ANON"),
            ("وقال خبراء محليون إن الجسر آمن.", "GROUP"),
            ("وقالت دراسة حديثة إن الجسر آمن.", "MISC"),
            ("وقالت الحكومة المحلية إن الجسر آمن.", "ORG"),
            ("وقالت وكالة الضفاف إن الجسر آمن.", "ORG"),
        ],
    )
    def test_type(self, text: str, type_: str) -> None:
        assert find(text, AGENCY)[0].speakers[0].type == type_


class TestFarFromTheCue:
    """Speakers that the sentence does not name beside the cue."""

    def test_a_title_with_the_article_is_the_person_himself(self) -> None:
        text = "من جانبه، فحص الطبيب سامر الحداد العمال، مؤكدا أن الجسر آمن."
        assert said(text, SAMER) == [("الجسر آمن", ["سامر الحداد"])]

    def test_whom_a_sentence_is_about_does_not_speak(self) -> None:
        text = "قالت منى الصباغ: «الجسر آمن جدا اليوم». وحول غياب سامر الحداد قالت: «لا علم لي بالأمر كله»."
        assert said(text, SAMER, MONA)[-1] == ("لا علم لي بالأمر كله", ["منى الصباغ"])

    def test_whom_the_words_before_name_does_not_speak(self) -> None:
        text = "وقالت منى الصباغ: «أريد أن يعود سامر الحداد غدا»، وعن الجسر قالت: «لن نغلقه هذا العام أبدا»."
        assert said(text, SAMER, MONA)[-1] == ("لن نغلقه هذا العام أبدا", ["منى الصباغ"])

    def test_the_body_a_sentence_begins_with(self) -> None:
        text = "قالت منى الصباغ إن الطريق مفتوح. ونشرت الضفاف صورا للجسر مؤكدة أن الجسر آمن."
        assert said(text, MONA, AGENCY)[-1] == ("الجسر آمن", ["الضفاف"])

    def test_a_place_near_the_kind_is_not_the_body(self) -> None:
        text = "وتفحص اللجنة من مقرها في جنين الجسر. وقالت اللجنة إن الجسر آمن."
        assert said(text, "LOC:جنين") == [("الجسر آمن", ["اللجنة"])]

    def test_adjectives_between_a_kind_and_its_name(self) -> None:
        text = "ونشرت وكالة الأنباء المحلية الضفاف صورا. وقالت الوكالة إن الجسر آمن."
        assert said(text, AGENCY) == [("الجسر آمن", ["الضفاف"])]

    def test_an_office_before_a_comma_and_the_name(self) -> None:
        text = "وحضر مدير المرفأ، سامر الحداد. وأوضح مدير المرفأ أن الجسر آمن."
        assert said(text, SAMER) == [("الجسر آمن", ["سامر الحداد"])]

    @pytest.mark.parametrize(
        ("text", "speaker"),
        [
            ("وقال شهود إن الطريق مفتوح. مشيرين إلى أن الجسر آمن.", "شهود"),
            ("وقال أحد الصيادين القدامى إن الطريق مفتوح، وأكد أن الجسر آمن.", "أحد الصيادين القدامى"),
        ],
    )
    def test_phrases_have_a_number(self, text: str, speaker: str) -> None:
        assert said(text)[-1] == ("الجسر آمن", [speaker])


class TestSources:
    """Through whom the words came."""

    @pytest.mark.parametrize(
        ("text", "source"),
        [
            ("وقال سامر الحداد لشبكة الضفاف إن الجسر آمن.", "الضفاف"),
            ("وقال سامر الحداد في مقابلة مع الضفاف إن الجسر آمن.", "الضفاف"),
            ("وقال سامر الحداد في تغريدته إن الجسر آمن.", "تغريدة"),
            ("وقال سامر الحداد في بيان نشر أمس إن الجسر آمن.", "بيان"),
            ("وقال سامر الحداد عبر البريد الإلكتروني إن الجسر آمن.", "البريد الإلكتروني"),
            ('وقال سامر الحداد إن "الجسر آمن تماما"، بحسب الضفاف.', "الضفاف"),
            ("وقال سامر الحداد، الأمين العام لحركة الضفاف، إن الجسر آمن.", None),
            ("وقال المتحدث الرسمي لهيئة الضفاف سامر الحداد إن الجسر آمن.", None),
            ("وقال سامر الحداد في تصريحات لجهة تحقيق محلية إن الجسر آمن.", "جهة تحقيق محلية"),
            ("وقال سامر الحداد إن الجسر آمن.", None),
        ],
    )
    def test_medium(self, text: str, source: str | None) -> None:
        quote = find(text, SAMER, AGENCY)[0]
        assert (quote.source.name if quote.source else None) == source

    def test_the_medium_spoken_to_by_its_kind(self) -> None:
        text = "ونشرت صحيفة الضفاف تحقيقا عن الجسر.\nوقال سامر الحداد للصحيفة إن الجسر آمن."
        quote = find(text, SAMER, AGENCY)[0]
        assert quote.source is not None
        assert quote.source.name == "الضفاف"

    def test_the_outer_speaker_relays_the_inner_words(self) -> None:
        outer, inner = find("وبحسب وكالة الضفاف، فإن سامر الحداد يعتقد أن الجسر آمن.", SAMER, AGENCY)
        assert (inner.parent, inner.source.name if inner.source else None) == (outer.id, "الضفاف")


class TestNotSaid:
    """What looks like a statement and is none."""

    @pytest.mark.parametrize(
        "text",
        [
            "وبين الجسر والطريق حديقة يزعم الناس عنها الكثير.",
            "ومن المؤكد أن الجسر آمن.",
            "والجدير بالذكر أن الجسر قديم.",
            "ويتوقع أن يصل الوفد غدا.",
            "ولم يقل سامر الحداد إن الجسر آمن.",
            "وعليه أن يقول إن الجسر آمن.",
            "وأكد سامر الحداد ضرورة أن يبقى الجسر مفتوحا.",
            "وكشف سامر الحداد عن وجود خلل قبل أن يغلق الجسر.",
            "وسار العمل وفقا للشروط المتفق عليها بين الجميع.",
            "وزار سامر الحداد معرض «ألوان من الجنوب» مساء أمس.",
            'ويعيش الناس في "حالة من الترقب" منذ أسابيع.',
            "هل تعتقد أن الجسر آمن؟",
            "وحضرت منى الصباغ، وبعد الفحص تبين أن الجسر آمن.",
            "وزار الوفد الجسر الذي أعلن عنه سامر الحداد أمس، إذ إن الفحص تم.",
            "وهذا هو الذي تبين لنا أنه صحيح.",
            "وحضرت منى الصباغ والذي تبين لنا أن الجسر آمن.",
            "وتبرز أعمدة الجسر أن اقترب الزائر.",
            "وهذه هي الوحدات التي يتوقع أن تفتح الشهر المقبل.",
            "وقام الزوار بسؤاله عن دوره ومتى يعود إن أمكن.",
            "وجلس لاعبون جدد على المقاعد إن في البداية أو في النهاية.",
        ],
    )
    def test_nothing_is_found(self, text: str) -> None:
        assert find(text, SAMER) == []

    def test_only_in_paragraphs(self) -> None:
        text = "قال سامر الحداد إن الجسر آمن"
        for kind in ("caption", "subhead", "byline", "dateline", "credit"):
            assert QUOTES(article(text, [SAMER], [kind])).quotes == []
