"""How a phrase of the text is written as the name of a speaker, and when two forms are of one noun."""

from pipeline.text import fold

_SHORTEST_PLURAL = 6  # letters: معين is no plural


def nominative(phrase: str) -> str:
    """A phrase of people as a subject would have it: محللين -> محللون, مسؤولين أميركيين -> مسؤولون أميركيون."""
    words = phrase.split(" ")
    for place, word in enumerate(words):
        ending = "ين" if place == 0 and fold(word).startswith(("م", "الم")) else "يين"
        if not word.endswith(ending) or len(word) < _SHORTEST_PLURAL:
            break
        words[place] = word[:-2] + "ون"
    return " ".join(words)


def without_marks(name: str) -> str:
    """A phrase without its quotation marks."""
    return "".join(character for character in name if character not in '"“”„‟«»‹›')


def same_noun(one: str, other: str) -> bool:
    """Whether two bare nouns are one, cases of the plural aside: باحثون, باحثين."""
    if one == other:
        return True
    return len(one) > 4 and one[:-2] == other[:-2] and {one[-2:], other[-2:]} == {"ون", "ين"}
