"""The medium, document or addressee through which words came: لوكالة فرانس برس، في بيان، على شبكة "…"."""

from dataclasses import dataclass

from pipeline.entities.gazetteer import gazetteer
from pipeline.quotes.adjuncts import bare
from pipeline.quotes.lexicon import Lexicon
from pipeline.quotes.memory import Memory
from pipeline.quotes.reading import Named, Reading
from pipeline.text import offset_after, split_proclitics, strip_conjunction

_MARKS = frozenset('"«»“”„‟()')
_LONGEST_PHRASE = 3  # words behind the kind of a medium
_LONGEST_NAME = 4  # words of a medium in marks
_OWNERS = ("ها", "هم", "ه")


@dataclass(frozen=True, slots=True)
class Medium:
    """A source: its name and where it is named, in code points."""

    name: str
    start: int
    end: int


class Sources:
    """Finds the source in the frame of a cue."""

    def __init__(self, reading: Reading, lexicon: Lexicon, memory: Memory) -> None:
        self._reading = reading
        self._words = lexicon.words
        self._memory = memory

    def within(self, first: int, last: int, speakers: frozenset[str]) -> Medium | None:
        """The source named in tokens first..last.

        Args:
            first: the first token of the frame.
            last: its last one, inclusive.
            speakers: ids of the speaking entities, which are no source of their own words.
        """
        occasion = self._occasion(first, last)
        medium = self._medium(first, last, speakers)
        if occasion is not None and occasion.name in self._words.documents and not self._given_to(first, medium):
            return occasion
        return medium or self._addressee(first, last) or occasion

    def _given_to(self, first: int, medium: Medium | None) -> bool:
        """Whether the medium comes with the occasion: في تقرير لقناة العربية."""
        if medium is None:
            return False
        named = self._reading.named_at(self._reading.token_at(medium.start))
        return named is not None and self._is_linked(named, first)

    def _medium(self, first: int, last: int, speakers: frozenset[str]) -> Medium | None:
        """An organisation that is spoken to or broadcasts: لـ«الضفاف», مع قناة "سي ان ان"."""
        for named in self._reading.named_within(first, last):
            if named.entity.type not in ("ORG", "MISC") or named.entity.id in speakers:
                continue
            if self._is_linked(named, first):
                return Medium(named.entity.name, named.mention.start, named.mention.end)
        return None

    def _is_linked(self, named: Named, first: int) -> bool:
        """Whether ل or مع or على leads to the name, at most over its kind and its marks."""
        token = self._reading.tokens[named.first]
        if token.norm[:1] == "ل" and self._is_medium(named.first):
            return True  # لوكالة الأنباء الألمانية
        if token.norm[:1] == "ل" and named.mention.start > token.start:
            return self._is_spoken_to(named.first - 1, first)
        index, kind = named.first - 1, False
        while index >= first and self._leads(index):
            kind = kind or self._is_medium(index)
            if kind and self._reading.norm(index)[:1] in ("ل", "ب"):
                return True  # لشبكة سكاي سبورتس, حسابه بموقع التواصل الاجتماعي "الضفاف"
            index -= 1
        norm = self._reading.norm(index) if index >= first else ""
        if norm in ("الي", "ب", "في", "علي") and self._is_occasion(index - 1, first):
            return True  # حديثه إلى "الضفاف", حسابها على "تويتر"
        return norm in self._words.before_media or (kind and norm in self._words.before_media_kinds)

    def _leads(self, index: int) -> bool:
        """Whether a token may stand between ل and a medium's name: a mark, its kind, التواصل الاجتماعي."""
        network = self._reading.norm(index) in ("الاجتماعي", "التواصل")
        marked = self._reading.opened_at(index) is not None or self._reading.norm(index) == "("
        return network or marked or self._is_medium(index)

    def _is_medium(self, index: int) -> bool:
        """Whether a word is a kind of medium, or one of its people: شبكة, لوكالة, لمراسل."""
        nouns = self._words.media_kinds | self._words.audiences
        return any(split.rest in nouns for split in split_proclitics(self._reading.norm(index)))

    def _is_spoken_to(self, before: int, first: int) -> bool:
        """Whether ل behind this word leads to the one spoken to, not to the owner: تصريح لـ, not الأمين العام لـ."""
        if before < first or self._reading.named_at(before) or not self._reading.is_word(before):
            return True
        return any(
            split.rest in self._words.occasions
            for step in (0, 1)
            for split in split_proclitics(self._reading.norm(before - step))
        )

    def _is_occasion(self, index: int, first: int) -> bool:
        """Whether one of the two words that end here is where the words were said: حديث صحفي, حسابها الرسمي."""
        return any(
            split.rest in self._words.occasions
            for place in (index, index - 1)
            if place >= first
            for split in split_proclitics(self._reading.norm(place))
        )

    def _in_marks(self, index: int, last: int) -> Medium | None:
        """A medium that no list knows, by its marks: لـ «الضفاف»."""
        tokens = self._reading.tokens
        if not index < last or tokens[index].text not in _MARKS:
            return None
        for end in range(index + 1, min(index + 1 + _LONGEST_NAME, last) + 1):
            if tokens[end].text in _MARKS:
                start, stop = tokens[index].end, tokens[end].start
                name = self._reading.text[start:stop].strip()
                return Medium(name, tokens[index + 1].start, tokens[end - 1].end) if name else None
        return None

    def _addressee(self, first: int, last: int) -> Medium | None:
        """للصحيفة: a medium known by its kind; لجهة تحقيق بريطانية: one known by its phrase."""
        for index in range(first, last + 1):
            norm = self._reading.norm(index)
            if norm[:1] != "ل" or self._reading.named_at(index):
                continue
            marked = self._in_marks(index + 1, last) if norm in ("ل", "لل") else None
            if marked is not None:
                return marked
            employer = self._employer(index, last)
            if employer is not None:
                return employer
            token = self._reading.tokens[index]
            if norm[:2] == "لل" and norm[2:] in self._words.media_kinds:
                referent = self._memory.by_kind(norm[2:], index)
                if referent is not None:
                    return Medium(referent.name, token.start, token.end)
            elif self._is_named_by_phrase(index, first):
                end = index
                while end < last and end - index < _LONGEST_PHRASE and self._goes_on(end + 1):
                    end += 1
                start = offset_after(token, "ل")
                stop = self._reading.tokens[end].end
                return Medium(self._reading.text[start:stop], start, stop)
        return None

    def _employer(self, index: int, last: int) -> Medium | None:
        """Whose reporter is spoken to: لمراسل [إذاعة الضفاف] سامر."""
        if bare(self._reading.norm(index).removeprefix("ل")) not in self._words.reporters:
            return None
        end = index
        while end < last and end - index <= _LONGEST_NAME and self._is_of_medium(end + 1):
            end += 1
        if end == index:
            return None
        start, stop = self._reading.tokens[index + 1].start, self._reading.tokens[end].end
        return Medium(self._reading.text[start:stop], start, stop)

    def _is_of_medium(self, index: int) -> bool:
        named = self._reading.named_at(index)
        plain = self._reading.is_word(index) and self._reading.norm(index) not in self._words.prepositions
        plain = plain and not gazetteer().is_given(self._reading.norm(index))
        return plain and self._reading.norm(index)[:3] != "بال" and (named is None or named.entity.type != "PER")

    def _goes_on(self, index: int) -> bool:
        """Whether a word still belongs to a medium known by its phrase."""
        norm = self._reading.norm(index)
        return self._reading.is_word(index) and norm not in self._words.prepositions and norm[:3] != "بال"

    def _is_named_by_phrase(self, index: int, first: int) -> bool:
        noun = self._reading.norm(index)[1:]
        if noun in self._words.loose_media:
            return self._is_spoken_to(index - 1, first)
        return noun in self._words.media_kinds

    def _occasion(self, first: int, last: int) -> Medium | None:
        """في بيان, عبر البريد الإلكتروني: a document that has no other name."""
        for index in range(first, last):
            if strip_conjunction(self._reading.norm(index)) not in self._words.before_documents:
                continue
            for document in self._words.documents:
                medium = self._document(index + 1, document.split(" "))
                if medium is not None:
                    return medium
        return None

    def document_before(self, last: int, floor: int) -> Medium | None:
        """The document of which a clause tells with فيه: أصدر الحزب [بيانا] قال فيه, في [تغريدة] له قالت فيها."""
        for index in range(last, max(last - _LONGEST_PHRASE, floor - 1), -1):
            token = self._reading.tokens[index]
            if token.norm in self._words.documents:
                return Medium(self._reading.slice(index, index), token.start, token.end)
            if token.norm.endswith("ا") and token.norm[:-1] in self._words.documents:
                return Medium(token.text.rstrip("اً"), token.start, token.end)  # the accusative's alef
        return None

    def _document(self, index: int, words: list[str]) -> Medium | None:
        """The document whose words stand at a token, without its owner: بيانها -> بيان, تغريدته -> تغريدة."""
        last = index + len(words) - 1
        if any(self._reading.norm(index + step) != word for step, word in enumerate(words) if step):
            return None
        start, end = self._reading.tokens[index].start, self._reading.tokens[last].end
        name = self._reading.text[start:end]
        norm = self._reading.norm(index)
        if norm == words[0]:
            return Medium(name, start, end)
        for owner in _OWNERS:
            stem = norm.removesuffix(owner)
            if stem != norm and stem in (words[0], words[0][:-1] + "ت"):
                bare_name = name[: -len(owner)]
                return Medium(bare_name[:-1] + "ة" if words[0].endswith("ه") else bare_name, start, end)
        return None
