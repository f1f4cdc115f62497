"""Noun phrases without a parser: where the words that name a speaker begin and end."""

from pipeline.entities.gazetteer import gazetteer
from pipeline.entities.model_forms import is_imperfect, is_perfect
from pipeline.quotes.adjuncts import Adjuncts, bare
from pipeline.quotes.lexicon import Lexicon
from pipeline.quotes.reading import COMMAS, Named, Reading
from pipeline.text import offset_after, split_proclitics, strip_conjunction

_ENDS = ("(", ")", "[", "]", "{", "}", ".", ":")
_LONGEST = 14  # tokens
_SHORTEST_MANNER = 5  # letters of an accusative participle
_SHORTEST_OWNED = 5  # letters of a noun with the pronoun نا
_MARKED_NAME = 5  # tokens of a name in marks that no list knows: قال "جون كول"
_HEAD_WORDS = 4  # before the name: وكالة أنباء "الأناضول"
_OTHER = ("اخر", "اخري")
_WHAT = ("ما", "عما", "مما", "بما", "لما", "فيما", "من", "ممن")  # ما يعرف بـ
_TANWEEN = ("اً", "ًا", "ةً")
_THEIR_ACT = "وا"  # a verb of several people
_HER_ACT = ("ته", "تها")  # a verb of hers with its object
_SHORTEST_PLURAL = 5  # letters of people in -ون
_ADDRESSES = ("السيد", "السيده", "الدكتور", "الدكتوره", "الانسه")  # a name must follow
_DUAL = ("تا", "تي")  # of a feminine noun before its genitive
_GLUED = ("ال", "لل", "با", "وا")  # how a word begins that can go on a definite phrase


class Phrases:
    """Finds the edges of noun phrases in one article."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self._reading = reading
        self._words = lexicon.words
        self._forms = lexicon.forms
        self._adjuncts = Adjuncts(reading, lexicon)

    # --- the phrase itself ---

    def head_name(self, first: int, last: int) -> Named | None:
        """The name that stands at `first`, or behind head words, courtesies and marks: وكالة أنباء "الأناضول"."""
        for index in range(first, min(first + _HEAD_WORDS, last + 1)):
            named = self._reading.named_at(index)
            if named is not None:
                hangs = index > first and self._reading.has_preposition(named)
                return named if named.last <= last and not hangs else None
            if self._reading.opened_at(index) is None and not self._is_head_word(index):
                return None
        return None

    def _is_head_word(self, index: int) -> bool:
        words = self._words.named_kinds | self._words.courtesies
        norm = self._reading.norm(index)
        if norm[-2:] in _DUAL and norm[:-2] + "ه" in self._words.media_kinds:
            return True  # صحيفتا «الضفاف» و«المرسى»
        return any(split.rest in words for split in split_proclitics(norm))

    def last_of(self, first: int, last: int) -> int | None:
        """The last token of the phrase at `first`: [صيادون عائدون من البحر]; None when there is no phrase."""
        marked = self._reading.opened_at(first)
        if marked is not None and marked.ends <= last and marked.length <= _MARKED_NAME:
            return marked.last
        end = self.end_of(first, last)
        if end < first or not self._reading.is_word(first) or self._is_no_noun(first, end):
            return None
        has_word = any(len(self._reading.norm(index)) > 1 for index in range(first, end + 1))
        return end if has_word else None

    def end_of(self, first: int, last: int) -> int:
        """The last token of whatever phrase begins at `first`; first - 1 when it ends at once."""
        end = first - 1
        while end < last and end - first < _LONGEST and not self._ends(end + 1, first):
            end = self._step(end + 1)
        end = min(end, last)
        while end > first and self._is_dangling(end):
            end -= 1
        return end

    def _is_no_noun(self, first: int, last: int) -> bool:
        """Whether a phrase begins with a particle or a preposition: ترد [بصوت هامس], تضيف [لذلك]."""
        norm = self._reading.norm(first)
        words = self._words
        if self._reading.tokens[first].text.endswith(_TANWEEN):
            return True  # قال [مخاطبًا الجمهور]
        if norm in words.adverbs or norm in words.clause_starters or norm in words.prepositions:
            return True
        if norm in words.resumptives or strip_conjunction(norm) in words.auxiliaries:
            return True  # أشار [خلاله] إلى, قال [وقد بدا متعبا]
        if norm.endswith("نا") and len(norm) >= _SHORTEST_OWNED and not self._is_known(norm):
            return True  # قال [هدفنا] هو الفوز
        if norm in words.asides or (norm[:3] == "وال" and norm not in words.own_letter):
            return True  # قالت [وهي تحمل الزهور], [والدموع في عينيها]
        if first == last and self._is_manner(first):
            return True  # أضاف [مبتسما]
        if norm[:1] in ("ب", "ل", "ك") and norm[1:] in words.demonstratives:
            return True  # تضيف [لذلك]
        if norm[:1] not in ("ب", "ل") or first == last or gazetteer().is_given(norm):
            return False
        lists = (words.sources, words.bodies, words.papers, words.named_kinds, words.people)
        return not any(split.rest in nouns for split in split_proclitics(norm) for nouns in lists)

    def _is_known(self, norm: str) -> bool:
        """Whether a word in -نا is a name, or one of us who speaks: حنا, مراسلنا."""
        return gazetteer().is_given(norm) or norm in self._words.same_source or norm in self._words.audiences

    def _is_manner(self, index: int) -> bool:
        """Whether a word tells how something was said, an accusative: مبتسما, متحفظا; not مصدرنا."""
        norm = self._reading.norm(index)
        shaped = norm[:1] == "م" and norm[-1:] == "ا" and len(norm) >= _SHORTEST_MANNER
        return shaped and norm[-2:] != "نا" and not gazetteer().is_given(norm)

    def _step(self, index: int) -> int:
        """The last token of what begins at `index`: a name and a pair of marks are not cut."""
        named, marked = self._reading.named_at(index), self._reading.opened_at(index)
        if named is not None:
            return named.last
        return marked.ends if marked is not None else index

    def _is_dangling(self, index: int) -> bool:
        if self._reading.norm(index) in self._words.prepositions:
            return True
        return not self._reading.is_word(index) and self._reading.closed_at(index) is None

    def _ends(self, index: int, first: int) -> bool:
        norm = self._reading.norm(index)
        if norm in COMMAS or norm in _ENDS:
            return True
        if index == first:
            return False
        if norm in self._words.relative or norm in self._words.asides or norm in self._words.adverbs:
            return True
        if self._adjuncts.is_time(index) or self._begins_clause(index):
            return True
        if norm in ("في", "علي") and (self.is_occasion(index + 1) or self._is_month(index + 1)):
            return True
        if norm in self._words.prepositions and self._stands_alone(first, index) and not self._is_issued(index):
            return True
        if norm[:2] == "لل" and self._reading.norm(first) in self._words.anonymous:
            return True
        if norm in self._words.pronouns_with_preposition or self._adjuncts.is_addressee(index):
            return True
        return self._begins_object(index, first)

    def _begins_clause(self, index: int) -> bool:
        """Whether no noun goes on: جار [متحفظا] على اسمه, دراسة [قامت] بها, مصدر آخر [هذه] الأنباء."""
        norm, before = self._reading.norm(index), self._reading.norm(index - 1)
        if self._reading.named_at(index) is not None:
            return False
        if self._reading.tokens[index].text.endswith(_TANWEEN) or self._is_manner(index):
            return True
        if norm in self._words.demonstratives and (before in _OTHER or before[:2] == "ال"):
            return True
        if norm[:1] in ("ي", "ت") and any(form.form.shape == "imperfect" for form in self._forms.get(norm, ())):
            return norm not in self._words.roles  # معلومات [تفيد] بأن
        if self._is_other_verb(norm) and before not in _WHAT:
            return True  # آخر تعداد رسمي [يعود] إلى العام الماضي
        if norm.endswith(_THEIR_ACT) and any(form.form.shape == "perfect" for form in self._forms.get(norm, ())):
            return True  # مسؤولون [اشترطوا] ألا تذكر أسماؤهم
        if norm.endswith(_HER_ACT) and is_perfect(norm.removesuffix("ها").removesuffix("ه")):
            return True  # بيان رسمي [أصدرته] الوزارة
        return norm.endswith("ت") and self._reading.norm(index + 1) in self._words.resumptives

    def _is_other_verb(self, norm: str) -> bool:
        """Whether a word is an imperfect in ي, and no adjective or name that looks like one: يعود; not يمني, ينبع."""
        if norm[:1] != "ي" or norm in self._words.daily or gazetteer().is_demonym(norm) or gazetteer().lookup(norm):
            return False
        return is_imperfect(norm)

    def is_occasion(self, index: int) -> bool:
        """في [بيان], في [مقابلة]: from where the words come, not who said them."""
        return any(split.rest in self._words.occasions for split in split_proclitics(self._reading.norm(index)))

    def _is_month(self, index: int) -> bool:
        """في [آذار], في [24] آذار."""
        if self._reading.is_word(index) and self._reading.tokens[index].kind == "number":
            index += 1
        return self._reading.norm(index) in self._words.months

    def _is_issued(self, index: int) -> bool:
        """بيان صادر [عن قيادة الجيش], بيان [من مكتب المدير]: whose paper it is."""
        norm, body = self._reading.norm(index), bare(self._reading.norm(index + 1))
        if norm == "من" and self._reading.norm(index - 1) in self._words.papers and body in self._words.bodies:
            return True
        return norm == "عن" and self._reading.norm(index - 1).removeprefix("ال").startswith("صادر")

    def _stands_alone(self, first: int, index: int) -> bool:
        """A head that needs no prepositional phrase: a paper, or a definite noun that is no office (الباحثون من …).

        People in a body are said with it: العاملون في مؤسسة, القائمون على الحملة.
        """
        head = self._reading.norm(first)
        body = bare(self._reading.norm(index + 1))
        if head[:2] == "ال" and head.endswith("ون") and index == first + 1 and body in self._words.bodies:
            return False
        return head in self._words.papers or (head[:2] == "ال" and head[2:] not in self._words.roles)

    def _begins_object(self, index: int, first: int) -> bool:
        """Whether a definite subject has ended: دعت [القوى الوطنية الفلسطينية] كافة الأطراف."""
        head, before, norm = self._reading.norm(first), self._reading.norm(index - 1), self._reading.norm(index)
        if head in self._words.sources and head not in self._words.roles:
            closed = before[:2] == "ال" or self._reading.named_at(index - 1) is not None
            joined = norm[:1] == "و" and norm not in self._words.own_letter
            return closed and not joined and self._is_apart(index)  # مصادر في النادي [انتقال] اللاعب
        return head[:2] == before[:2] == "ال" and self._is_apart(index)

    def _is_apart(self, index: int) -> bool:
        """Whether a word cannot go on a definite phrase."""
        norm = self._reading.norm(index)
        if norm[:2] in _GLUED or norm[:1] in ("ب", "ل") or norm in self._words.prepositions:
            return False
        if norm in self._words.same_behind:
            return False  # المصدر نفسه
        before = self._reading.norm(index - 1)
        if before in self._words.prepositions or before in _ADDRESSES:
            return False  # من مونتانا, السيد فارغا
        return self._reading.named_at(index) is None and self._reading.is_word(index)

    def before_object(self, first: int, last: int) -> int:
        """Where the subject of a verb ends and its object begins: [السفير الأميركي بمجلس الأمن] اقتراح أنان."""
        if self._reading.named_at(first):
            return last
        head = self._reading.norm(first)
        for index in range(first + 1, last + 1):
            if self._reading.tokens[index].text.endswith(_TANWEEN):
                return index - 1  # أصدرت [إدارة النادي] بياناً
            if head.endswith("ون") and self._is_definite(index):
                return index - 1  # واتهم [معارضون] الرئيس التركي
            if index == first + 1 and self._is_plural_object(head, index):
                return index - 1  # توقع [مختصون] تراجع الأسعار
            if head[:2] == "ال" and (self._is_apart(index) or self._is_other_body(first, index)):
                return index - 1
            if self._is_two(head) and not self._reading.norm(index).endswith("ان"):
                return index - 1  # دعا [خبيران عقاريان] الوزارة
            if (head in self._words.quantities or head[:2] == "ال") and self._is_topic(index):
                return index - 1  # طالب [عدد من الصيادين المهتمين بالبحر] بوجود
            if self._ends_body(first, index):
                return index - 1  # أكدت [وزارة الصحة] أهمية, أشاد [تيار الغد] بالقرار
            if self._reading.norm(index) in ("الي", "علي", "عن"):
                return index - 1  # دعا [وزير الخارجية] إلى سماعه
        return last

    def _is_plural_object(self, head: str, index: int) -> bool:
        """Whether a noun stands behind indefinite people, no adjective of theirs: مختصون [تراجع]; not كبار, عرب."""
        norm = self._reading.norm(index)
        people = head.endswith("ون") and head[:2] != "ال" and len(head) >= _SHORTEST_PLURAL
        adjective = norm.endswith(("ون", "ين")) or norm in self._words.broken or gazetteer().is_demonym(norm)
        return people and not adjective and self._is_apart(index)

    def _is_two(self, norm: str) -> bool:
        """Whether a noun is the dual of one who may speak: خبيران; not بيان."""
        one = norm.removesuffix("ان")
        return one != norm and (one in self._words.roles or one in self._words.sources)

    def _is_other_body(self, first: int, index: int) -> bool:
        """Whether a word with ال does not agree with the head, and is another noun: أدان [المجلس] الحملة."""
        head, norm = self._reading.norm(first)[2:], self._reading.norm(index)
        masculine = head in self._words.bodies and head not in self._words.feminine_kinds
        masculine = masculine and not head.endswith(("ه", "ات"))
        plural = head.endswith("ه") and norm.endswith("ات")  # الأمانة العامة [التصريحات]
        return norm[:2] == "ال" and (plural or (masculine and index == first + 1 and norm.endswith("ه")))

    def _is_topic(self, index: int) -> bool:
        """Whether ب and a noun without ال stand behind a definite one: … بوجود, بإنشاء."""
        norm, before = self._reading.norm(index), self._reading.norm(index - 1)
        topic = norm[:1] == "ب" and norm[1:3] != "ال" and self._reading.named_at(index) is None
        return topic and (before[:2] == "ال" or self._reading.named_at(index - 1) is not None)

    def _ends_body(self, first: int, index: int) -> bool:
        """Whether the name of a body that its definite last word has closed ends before this word."""
        head = self._reading.norm(first)
        if head not in self._words.bodies and head not in self._words.named_kinds:
            return False
        before = self._reading.norm(index - 1)
        if index - 1 == first or before[:2] != "ال" or self._reading.named_at(index):
            return False
        norm = self._reading.norm(index)
        return norm[:1] in ("ب", "ل") or self._is_apart(index)

    def _is_definite(self, index: int) -> bool:
        norm = self._reading.norm(index)
        if norm[:2] in ("ال", "با", "لل") or norm in self._words.prepositions:
            return True
        return self._reading.named_at(index) is not None

    def noun_start(self, index: int) -> int:
        """The code point where a noun begins behind ل: لمصدر -> مصدر."""
        token = self._reading.tokens[index]
        if self._reading.named_at(index):
            return token.start
        for split in split_proclitics(token.norm):
            if split.proclitic in ("ل", "ول") and split.rest in self._words.sources:
                return offset_after(token, split.proclitic)
        return token.start
