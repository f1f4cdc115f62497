"""A raw article to text, blocks, sentences and a fingerprint."""

from pipeline.segment.fingerprint import distance, fingerprint
from pipeline.segment.markup import plain_text
from pipeline.segment.stage import SEGMENT, segment

__all__ = ["SEGMENT", "distance", "fingerprint", "plain_text", "segment"]
