"""What a terminal would obey instead of showing it. Kept free of imports: every error is told through this."""

CONTROL = dict.fromkeys((*range(32), *range(127, 160)), " ")
"""For `str.translate`: control characters become spaces, code point for code point."""

_BUT_LINE_ENDS = {code: to for code, to in CONTROL.items() if code != ord("\n")}


def clean_lines(text: str) -> str:
    """`text` without control characters but for the ends of lines."""
    return text.translate(_BUT_LINE_ENDS)
