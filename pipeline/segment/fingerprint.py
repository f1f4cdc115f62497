"""A fingerprint by which near-duplicates of an article are found: the same agency copy in two papers.

SimHash (Charikar, "Similarity estimation techniques from rounding algorithms", STOC 2002) of 64 bits over shingles
of words, as Manku, Jain and Das Sarma used it for web pages ("Detecting near-duplicates for web crawling", WWW 2007).
Texts are near-duplicates when few of the 64 bits differ; 3 is their threshold.
"""

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np

_SHINGLE = 3


def fingerprint(words: Iterable[str]) -> str:
    """64 bits as 16 hexadecimal digits; "" for a text without words.

    Args:
        words: the folded words of the article's paragraphs, in order. Headline, captions and datelines, which each
            paper writes anew, are best left out.
    """
    sequence = list(words)
    if not sequence:
        return ""
    last = max(1, len(sequence) - _SHINGLE + 1)
    shingles = {" ".join(sequence[start : start + _SHINGLE]) for start in range(last)}
    digests = b"".join(
        blake2b(shingle.encode("utf-8", "surrogatepass"), digest_size=8).digest() for shingle in shingles
    )
    bits = np.unpackbits(np.frombuffer(digests, dtype=np.uint8).reshape(-1, 8), axis=1)
    return np.packbits(bits.sum(axis=0, dtype=np.int64) * 2 > len(bits)).tobytes().hex()


def distance(one: str, other: str) -> int:
    """In how many of the 64 bits two fingerprints differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
