"""What publishers send on bad days: every kind of bad record, and of good ones that look bad.

A case is a record as bytes and what must become of it: a reason of `pipeline.contracts.raw.REASONS`
(or `no_key`), or ACCEPTED. The table is the documentation of what Rasd takes; a case whose outcome
changes is a change that publishers notice.
"""

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import orjson

ACCEPTED = "accepted"
TEXT = "قال الوزير سامر الحداد إن الاتفاق قريب."
QUOTE = "وقال الوزير: «نعم، الاتفاق قريب». "


@dataclass(frozen=True, slots=True)
class Case:
    """One record.

    Attributes:
        name: unique; also its key, unless it has one of its own.
        value: None is a withdrawal.
        expected: a reason, or ACCEPTED.
        content_type: the header; None when it has none.
        key: of the record.
        id: of the accepted article, when that is what the case is about.
        text: of the accepted raw article, likewise.
    """

    name: str
    value: bytes | None
    expected: str
    content_type: str | None = None
    key: bytes | None = None
    id: str | None = None
    text: str | None = None


def all_cases() -> list[Case]:
    """The whole corpus. Every case has a name of its own, and a key unless the case is about keys."""
    groups = (
        encodings, damaged_json, not_objects, nesting, duplicates, surrogates, controls, wrong_types, limits,
        blanks, ids_and_versions, dates, ninjs, cloud_events, content_types, keys, html, odd_texts,
    )  # fmt: skip
    return [case for group in groups for case in group()]


def json(fields: object = None, /, **more: object) -> bytes:
    """An article with a good text and the given fields; or exactly the object given."""
    return orjson.dumps({"text": TEXT} | more if fields is None else fields)


def table(
    prefix: str, expected: str, rows: dict[str, bytes] | dict[str, str], content_type: str | None = None
) -> Iterator[Case]:
    """A case for each row. Text stands for its UTF-8."""
    for name, value in rows.items():
        content = value.encode() if isinstance(value, str) else value
        yield Case(f"{prefix}: {name}", content, expected, content_type, f"{prefix}: {name}".encode())


def encodings() -> Iterator[Case]:
    yield from table("encoding", "not_utf8", {
        "windows-1256": TEXT.encode("cp1256"),
        "windows-1256 in json": b'{"text": "' + TEXT.encode("cp1256") + b'"}',
        "windows-1256 in a field nobody reads": b'{"text": "a", "desk": "' + "قسم".encode("cp1256") + b'"}',
        "iso-8859-6": TEXT.encode("iso-8859-6"),
        "mac-arabic": "قال الوزير".encode("mac-arabic"),
        "utf-16 with a mark": TEXT.encode("utf-16"),
        "utf-16 big-endian with a mark": b"\xfe\xff" + TEXT.encode("utf-16-be"),
        "utf-32 with a mark": TEXT.encode("utf-32"),
        "json in utf-16 with a mark": json().decode().encode("utf-16"),
        "truncated in the middle of a letter": TEXT.encode()[:-2],
        "a lone continuation byte": b"abc \x80 def",
        "overlong slash": b"a\xc0\xafb",
        "overlong nul": b"a\xc0\x80b",
        "beyond unicode": b"a\xf4\x90\x80\x80b",
        "five-byte sequence": b"a\xf8\x88\x80\x80\x80b",
        "a surrogate in cesu-8": b'{"text": "\xed\xa0\xbd\xed\xb8\x80"}',
        "byte ff": b"\xff",
        "latin-1": "déjà vu".encode("latin-1"),
        "one bad byte at the end": TEXT.encode() + b"\xfe",
        "gzip": gzip.compress(json(), mtime=0),
        "zlib": zlib.compress(json()),
        "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
        "message pack": b"\x81\xa4text\xa3abc",
        "avro with a high byte": b"\x00\x00\x00\x00\x01\xd9\x82\xff",
        "a short headline in windows-1256": "خبر عاجل".encode("cp1256"),
    })  # fmt: skip
    yield Case("encoding: declared charset", TEXT.encode("cp1256"), "not_utf8", "text/plain; charset=windows-1256",
               b"encoding: declared charset")  # fmt: skip
    yield Case("encoding: html with its own charset", b"<meta charset=windows-1256><p>" + TEXT.encode("cp1256"),
               "not_utf8", "text/html; charset=windows-1256", b"encoding: html with its own charset")  # fmt: skip
    yield from table("encoding", "nul", {
        "utf-16 without a mark": TEXT.encode("utf-16-le"),
        "utf-16 big-endian without a mark": "abc".encode("utf-16-be"),
        "utf-32 without a mark": TEXT.encode("utf-32-le"),
        "avro with a magic byte": b"\x00\x00\x00\x00\x01\x10" + TEXT.encode(),
        "protobuf-like": b"\x0a\x03abc\x10\x00",
        "a disk block of zeroes": bytes(4096),
    })  # fmt: skip
    yield from table("encoding", "bad_json", {
        "json in utf-16 without a mark": json({"text": "abc"}).decode().encode("utf-16-le"),
        "json in utf-32 without a mark": json({"text": "abc"}).decode().encode("utf-32-le"),
    })  # fmt: skip
    yield from table("encoding", ACCEPTED, {
        "utf-7": TEXT.encode("utf-7"),
        "utf-8 read as latin-1 and written again": TEXT.encode().decode("latin-1"),
        "utf-8 read as windows-1252": "Ù‚Ø§Ù„ Ø§Ù„ÙˆØ²ÙŠØ±",
        "replacement characters": "قال \ufffd\ufffd\ufffd إن",
        "numeric entities": "&#1602;&#1575;&#1604; &#x627;&#x644;",
        "quoted-printable": "=D9=82=D8=A7=D9=84",
        "base64": "2YLYp9mEINin2YTZiNiy2YrYsQ==",
        "percent-encoded": "%D9%82%D8%A7%D9%84",
        "a byte order mark": b"\xef\xbb\xbf" + TEXT.encode(),
        "two byte order marks": b"\xef\xbb\xbf\xef\xbb\xbf" + TEXT.encode(),
        "json with a byte order mark": b"\xef\xbb\xbf" + json(),
        "last code point": "قال \U0010ffff الوزير",
        "noncharacters": "قال \ufdd0\uffff الوزير",
        "private use": "قال \ue000\uf8ff الوزير",
    })  # fmt: skip


def damaged_json() -> Iterator[Case]:
    yield from table("json", "bad_json", {
        "cut in the text": '{"text": "قال الوز',
        "cut after a name": '{"text"',
        "cut after a colon": '{"text":',
        "cut after a comma": '{"text": "a",',
        "cut in an escape": '{"text": "a\\',
        "cut in a hex escape": '{"text": "\\u06',
        "only a brace": "{",
        "an unclosed array": "[1, 2",
        "a trailing comma": '{"text": "a",}',
        "a trailing comma in a list": '{"text": "a", "authors": ["b",]}',
        "a leading comma": '{,"text": "a"}',
        "two commas": '{"text": "a",, "id": "b"}',
        "no comma": '{"text": "a" "id": "b"}',
        "no colon": '{"text" "a"}',
        "two colons": '{"text":: "a"}',
        "an equals sign": '{"text" = "a"}',
        "single quotes": "{'text': 'a'}",
        "curly quotes": "{“text”: “a”}",
        "names without quotes": '{text: "a"}',
        "a number as name": '{1: "a", "text": "b"}',
        "null as name": '{null: 1, "text": "b"}',
        "python": "{\"text\": 'قال', \"id\": None}",
        "python none": '{"text": "a", "id": None}',
        "python true": '{"text": "a", "ok": True}',
        "undefined": '{"text": undefined}',
        "a comment": '{"text": "a" /* خبر */}',
        "a line comment": '{"text": "a"} // خبر',
        "a hash comment": '{"text": "a"} # خبر',
        "nan": '{"text": "a", "x": NaN}',
        "infinity": '{"text": "a", "x": Infinity}',
        "minus infinity": '{"text": "a", "x": -Infinity}',
        "too large a float": '{"text": "a", "x": 1e999}',
        "too large a number": '{"text": "a", "x": ' + "9" * 400 + "}",
        "a hex number": '{"text": "a", "x": 0x10}',
        "a leading zero": '{"text": "a", "x": 01}',
        "a plus sign": '{"text": "a", "x": +1}',
        "no digit before the point": '{"text": "a", "x": .5}',
        "no digit after the point": '{"text": "a", "x": 1.}',
        "no exponent": '{"text": "a", "x": 1e}',
        "arabic digits": '{"text": "a", "x": ٣}',
        "a bare minus": '{"text": "a", "x": -}',
        "a raw line break": '{"text": "a\nb"}',
        "a raw tab": '{"text": "a\tb"}',
        "a raw nul": '{"text": "a\0b"}',
        "a raw escape character": '{"text": "a\x1b[0m"}',
        "an unknown escape": '{"text": "a\\x41"}',
        "an escaped single quote": "{\"text\": \"a\\'b\"}",
        "a short hex escape": '{"text": "\\u06"}',
        "a hex escape that is none": '{"text": "\\u06zz"}',
        "two objects": '{"text": "a"}{"text": "b"}',
        "json lines": '{"text": "a"}\n{"text": "b"}\n',
        "an extra brace": '{"text": "a"}}',
        "an extra bracket": '{"text": "a"}]',
        "the wrong bracket": '{"text": "a"]',
        "words after it": '{"text": "a"} وشكرا',
        "a nul after it": '{"text": "a"}\0',
        "a no-break space inside": '{\u00a0"text": "a"}',
        "a mark in the middle": '{"text": "a"}\ufeff',
        "a quote mark in the text": '{"text": "قال "نعم" ومضى"}',
        "printf": '{"text": "%s"',
        "a template that was not filled": '{"text": {{ body }} }',
        "a php array": '["text" => "a"]',
        "a log line before it in brackets": '[{"text": "a"}',
    })  # fmt: skip
    yield from table("json", "bad_json", {
        "declared, but text": TEXT,
        "declared, but a word": "null or not",
        "declared, but html": "<p>خبر</p>",
        "declared, but xml": "<?xml version='1.0'?><a/>",
        "declared, but a form": "text=a&id=b",
        "declared, but yaml": "text: a\nid: b",
    }, "application/json")  # fmt: skip
    yield from table("json", ACCEPTED, {
        "looks like a list": "[تحديث] " + TEXT,
        "begins with a quote mark": "«قريب» قالها الوزير.",
        "begins with a number": "2024 عام صعب.",
        "jsonp is text": 'callback({"text": "a"});',
        "xml is text": "<?xml version='1.0'?><a>خبر</a>",
        "yaml is text": "text: خبر\nid: b",
        "csv is text": "id,text\r\n1,خبر\r\n",
        "spaces around": " \r\n\t" + json().decode() + " \r\n",
        "every escape": '{"text": "\\u0642\\u0627\\u0644 \\"\\\\\\/\\b\\f\\n\\r\\t"}',
        "a pair of surrogates": '{"text": "\\ud83d\\ude00 قال"}',
        "an empty name": '{"text": "a", "": 1}',
        "names in arabic": '{"text": "a", "القسم": "اقتصاد"}',
        "a field named like a method": '{"text": "a", "model_dump": 1, "__class__": 2, "copy": 3}',
        "a thousand fields": json({"text": TEXT} | {f"f{n}": n for n in range(1000)}),
        "a very long name": json({"text": TEXT, "n" * 50_000: 1}),
        "the largest integer": '{"text": "a", "x": 18446744073709551615}',
        "the smallest integer": '{"text": "a", "x": -9223372036854775808}',
        "minus zero": '{"text": "a", "x": -0.0}',
        "a tiny float": '{"text": "a", "x": 5e-324}',
    })  # fmt: skip


def not_objects() -> Iterator[Case]:
    rows = ["[]", "[[]]", '["a"]', '[{"text": "a"}]', "[1]", "[-1]", "42", "-1", "1.5", "1e3", '"text"', '""', "null",
            "true", "false", ' "a" ', "[\n]", '"\\u0642"']  # fmt: skip
    yield from table("bare", "not_object", {row: row for row in rows})
    yield from table("bare, declared", "not_object", {row: row for row in rows}, "application/json; charset=utf-8")


def nested(levels: int, left: str = "[", right: str = "]") -> str:
    """An article with a field of so many levels, which with the article itself are one more."""
    return '{"text": "a", "x": ' + left * levels + ("1" if left.endswith(":") else "") + right * levels + "}"


def nesting() -> Iterator[Case]:
    yield from table("depth", ACCEPTED, {
        "18 lists": nested(18), "19 lists": nested(19), "19 objects": nested(19, '{"a":', "}"),
        "brackets in a string": json(text="[{" * 5000 + '"\\' + "}]"),
        "brackets in a name": json({"text": TEXT, "[[[[" * 20: 1}),
        "many beside each other": json(x=[[] for _ in range(5000)]),
    })  # fmt: skip
    yield from table("depth", "too_deep", {
        "20 lists": nested(20), "21 lists": nested(21), "20 objects": nested(20, '{"a":', "}"),
        "lists and objects": nested(10, '[{"a":', "}]"),
        "1,000 lists": nested(1000), "100,000 lists": nested(100_000),
        "100,000 objects": nested(100_000, '{"a":', "}"),
        "never closed": "[" * 100_000, "objects never closed": '{"a":' * 100_000,
        "an array of arrays": "[" * 100 + "]" * 100,
    })  # fmt: skip


def duplicates() -> Iterator[Case]:
    yield from table("twice", "duplicate_key", {
        "text": '{"text": "a", "text": "b"}',
        "the same text": '{"text": "a", "text": "a"}',
        "text and null": '{"text": "a", "text": null}',
        "id": '{"id": "a", "text": "b", "id": "c"}',
        "spelled with an escape": '{"text": "a", "te\\u0078t": "b"}',
        "inside": '{"text": "a", "meta": {"k": 1, "k": 2}}',
        "inside a list": '{"text": "a", "meta": [{}, {"k": 1, "k": 2}]}',
        "an empty name": '{"text": "a", "": 1, "": 2}',
        "after 50,000 others": '{"text":"a",' + ",".join(f'"{n}":1' for n in range(50_000)) + ',"0":1}',
    })  # fmt: skip
    yield from table("twice", ACCEPTED, {
        "another case": '{"text": "a", "Text": "b"}',
        "a space more": '{"text": "a", "text ": "b"}',
        "in different objects": '{"text": "a", "x": {"k": 1}, "y": {"k": 1}}',
        "text and body": '{"text": "a", "body": "b"}',
        "composed and decomposed": '{"text": "a", "\u0622": 1, "\u0627\u0653": 2}',
    })  # fmt: skip


def surrogates() -> Iterator[Case]:
    yield from table("surrogate", "surrogate", {
        "high": '{"text": "a\\ud83d"}',
        "low": '{"text": "\\ude00a"}',
        "high before a letter": '{"text": "\\ud83d\\u0041"}',
        "swapped": '{"text": "\\ude00\\ud83d"}',
        "two high ones": '{"text": "\\ud83d\\ud83d"}',
        "in the headline": '{"text": "a", "headline": "\\ud83d"}',
        "in a name": '{"text": "a", "\\ud83d": 1}',
        "in the id": '{"text": "a", "id": "\\udc00"}',
        "deep inside": '{"text": "a", "x": [{"y": "\\udfff"}]}',
    })  # fmt: skip


def controls() -> Iterator[Case]:
    yield from table("control", "nul", {
        "an escaped nul": '{"text": "a\\u0000b"}',
        "a nul at the end": '{"text": "قال\\u0000"}',
        "only a nul": '{"text": "\\u0000"}',
        "a nul in plain text": TEXT + "\0",
        "a nul in the body": '{"body": "a\\u0000"}',
    })  # fmt: skip
    yield from table("control", ACCEPTED, {
        "a bell": "قال\x07 الوزير", "terminal colours": "\x1b[31mعاجل\x1b[0m: قال الوزير", "delete": "قال\x7fالوزير",
        "c1": "قال\x80\x85\x9f الوزير", "form feeds": "قال الوزير.\x0cوقال.\x0b",
        "only carriage returns": "قال\rالوزير\r",
        "line and paragraph separators": "قال\u2028الوزير\u2029إن",
        "all of c0 but nul": "".join(map(chr, range(1, 32))) + "قال",
        "a nul in the headline": json(headline="عنوان\0"), "a nul in an author": json(authors=["سعاد\0"]),
        "a nul in a field of one's own": json(desk="\0"),
    })  # fmt: skip


_WRONG = {
    "id": (
        [["a"], {}, 1.5, True, "a" * 513],
        ["", None, 7, -7, 10**15, "a" * 512, "../../etc", "a\nb", "عنوان", "'; --"],
    ),
    "version": ([1.5, 1.0, "2", True, -1, 2**63, [], {}, ""], [None, 0, 1, 2**63 - 1]),
    "status": (["deleted", "", "Usable", 5, True, [], {}], [None, "usable", "withheld"]),
    "language": ([5, True, [], {}, ["ar"]], [None, "", "ar", "zz-unknown", "عربي"]),
    "source": ([5, True, [], {}], [None, "", "وكالة", "a" * 10_000]),
    "url": ([5, True, [], {}], [None, "", "not a url", "javascript:alert(1)", "https://news.example/خبر"]),
    "published_at": (["yesterday", "", [], {}, "2024-13-01", 1e300], [None, "2024-07-05", 1720173600]),
    "received_at": (["soon", [], {}], [None, "2024-07-05T10:00:00Z"]),
    "embargo_until": (["later", [], {}], [None, "2999-01-01T00:00:00Z", "2024-07-05T10:00:00+03:00"]),
    "headline": ([5, True, [], {}, ["a"]], [None, "", " ", "\n\n", "عنوان", "ع" * 10_000, TEXT]),
    "authors": ([5, True, {}, [5], [None], [["a"]], [{"name": "a"}]], [None, [], "سعاد", [""], ["أ"] * 1000]),
    "section": ([5, True, [], {}], [None, "", "سياسة"]),
    "extra": ([], [None, {}, 5, "a", [], True, {"extra": {}}, {"text": 5, "id": []}]),
    "content_type": (["application/pdf", "text/html; charset=utf-8", "", 5, [], {}], [None, "text/plain", "text/html"]),
    "desk": ([], [None, 5, "a", [], {}, {"start": -1}, {"quotes": [{"start": "x"}]}]),
    "blocks": ([], [5, [], [{"kind": "paragraph", "start": 0, "end": 10**9}]]),
    "entities": ([], [5, "a", [{"id": 1}]]),
    "quotes": ([], [5, "a", [{"start": -1, "end": "x"}]]),
    "provenance": ([], [5, "a", [{}]]),
    "sentences": ([], [5, [{"start": 5, "end": 1, "block": 99}]]),
}


def _short(shown: str) -> str:
    return shown if len(shown) <= 40 else f"{shown[:40]}… ({len(shown)})"


def wrong_types() -> Iterator[Case]:
    for field, (refused, accepted) in _WRONG.items():
        for expected, values in (("invalid_field", refused), (ACCEPTED, accepted)):
            for value in values:
                shown = _short(orjson.dumps(value).decode())
                yield from table(field, expected, {shown: json(**{field: value})})
    odd = [5, 0, 1.5, True, False, [], ["a"], {}, {"value": "a"}]
    yield from table("text", "text_not_string", {orjson.dumps(value).decode(): json(text=value) for value in odd})
    yield from table("body", "text_not_string", {orjson.dumps(value).decode(): json({"body": value}) for value in odd})
    yield from table("text", "no_text", {
        "missing": "{}", "null": '{"text": null}', "empty": '{"text": ""}', "null and an empty body":
        '{"text": null, "body": ""}', "another name": '{"Text": "a"}', "in arabic": '{"نص": "a"}',
        "only a headline": '{"headline": "عنوان"}', "content": '{"content": "a"}',
        "inside": '{"article": {"text": "a"}}',
    })  # fmt: skip
    yield from table("text", ACCEPTED, {
        "null and a body": json({"text": None, "body": TEXT}), "one letter": '{"text": "ق"}',
        "zero as text": '{"text": "0"}',
    })  # fmt: skip


def limits() -> Iterator[Case]:
    frame = len(b'{"text": "a", "x": ""}')
    for name, size, expected in (
        ("under", 999_999, ACCEPTED),
        ("at", 1_000_000, ACCEPTED),
        ("over", 1_000_001, "too_large"),
    ):
        yield from table("1,000,000 bytes", expected, {name: '{"text": "a", "x": "' + "b" * (size - frame) + '"}'})
    for name, size, expected in (
        ("under", 199_999, ACCEPTED),
        ("at", 200_000, ACCEPTED),
        ("over", 200_001, "too_long"),
    ):
        yield from table("200,000 letters", expected, {name: json(text="ق" * size)})
    yield from table("200,000 letters", "too_long", {
        "over in plain text": "ق" * 200_001, "over in sentences": (QUOTE * 6_000)[:200_001],
        "over by blanks alone": "a" + " " * 200_000,
    })  # fmt: skip
    yield from table("limit", ACCEPTED, {"outside the first plane": "😀" * 200_000})
    yield from table(
        "1,000,000 bytes", "too_large", {"over by spaces": " " * 1_000_001, "over and not utf-8": b"\xff" * 1_000_001}
    )


_BLANKS = {
    "tab": "\t", "file separator": "\x1c", "next line": "\x85", "no-break space": "\xa0", "ogham space": "\u1680",
    "en quad": "\u2000", "em space": "\u2003", "figure space": "\u2007", "hair space": "\u200a",
    "line separator": "\u2028", "paragraph separator": "\u2029", "narrow no-break space": "\u202f",
    "medium mathematical space": "\u205f", "ideographic space": "\u3000", "vertical tab": "\x0b",
}  # fmt: skip
_INVISIBLE = {
    "zero width space": "\u200b", "zero width non-joiner": "\u200c", "right-to-left mark": "\u200f",
    "arabic letter mark": "\u061c", "word joiner": "\u2060", "byte order mark": "\ufeff", "soft hyphen": "\xad",
    "right-to-left override": "\u202e", "isolates": "\u2067\u2069", "mongolian vowel separator": "\u180e",
    "hangul filler": "\u3164", "braille blank": "\u2800", "tatweel": "ـ", "fatha": "\u064e",
    "combining grapheme joiner": "\u034f", "variation selector": "\ufe0f", "tag": "\U000e0041",
}  # fmt: skip


def blanks() -> Iterator[Case]:
    yield from table("empty", "empty", {
        "nothing": "", "a space": " ", "line breaks": "\r\n\r\n", "a form feed": "\x0c", "a byte order mark": "\ufeff",
        "a mark and spaces": "\ufeff \n",
    })  # fmt: skip
    yield from table("empty", "empty", {"declared json": "", "declared json and a space": " "}, "application/json")
    yield from table("blank", "no_text", {name: json(text=blank * 3) for name, blank in _BLANKS.items()})
    plain = {name: blank * 3 for name, blank in _BLANKS.items() if not blank.encode().isspace()}
    yield from table("blank in plain text", "no_text", plain)
    yield from table("blank", "no_text", {"all of them": json(text="".join(_BLANKS.values()) * 1000)})
    yield from table("invisible", ACCEPTED, {name: json(text=mark * 3) for name, mark in _INVISIBLE.items()})
    yield from table("invisible", ACCEPTED, {"all of them in plain text": "".join(_INVISIBLE.values()) * 100})


def ids_and_versions() -> Iterator[Case]:
    yield from table("withdrawal", "invalid_field", {
        "cancelled with two l": '{"id": "a", "text": "b", "status": "cancelled"}',
        "a list as id": '{"id": ["a"], "status": "canceled"}',
        "a bad version": '{"id": "a", "status": "canceled", "version": "1"}',
    })  # fmt: skip
    yield Case("withdrawal: without id and key", b'{"status": "canceled"}', "invalid_field")
    yield Case("withdrawal: blank id and blank key", b'{"id": "", "status": "canceled"}', "invalid_field", key=b" ")
    yield Case("withdrawal: by key", b'{"status": "canceled"}', ACCEPTED, key=b"withdrawal: by key",
               id="withdrawal: by key", text="")  # fmt: skip
    yield Case("withdrawal: with a text", json(id="w-1", status="canceled"), ACCEPTED, id="w-1", text="")
    yield Case("withdrawal: with a bad text", json(id="w-2", status="canceled", text=5), ACCEPTED, id="w-2", text="")
    yield Case("withdrawal: ninjs", b'{"uri": "w-3", "pubStatus": "canceled"}', ACCEPTED, id="w-3", text="")
    yield from table("version", "invalid_field", {
        "thirty digits": '{"text": "a", "version": 999999999999999999999999999999}',
        "minus nothing": '{"text": "a", "version": -0.0}',
        "an exponent": '{"text": "a", "version": 1e3}',
    })  # fmt: skip
    yield Case("id: a path", json(id="../../../etc/passwd"), ACCEPTED, id="../../../etc/passwd")
    yield Case("id: colons", json(id="1:2:3"), ACCEPTED, id="1:2:3")
    yield Case("id: a number", json(id=12345), ACCEPTED, id="12345")
    yield Case("id: bidi controls", json(id="\u202eabc"), ACCEPTED, id="\u202eabc")
    yield Case("id: markup", json(id="<script>alert(1)</script>"), ACCEPTED, id="<script>alert(1)</script>")


def dates() -> Iterator[Case]:
    yield from table("date", "invalid_field", {
        value: json(published_at=value)
        for value in ("05/07/2024", "5 يوليو 2024", "٢٠٢٤-٠٧-٠٥", "2024-02-30", "2024-07-05T25:00:00",
                      "2024-07-05T10:00:61",
                      "10000-01-01", "-2024-07-05", "0000-00-00", "2024-07-05T10:00:00+99:00",
                      "Fri, 05 Jul 2024 10:00:00 GMT",
                      "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "now", "2024-07")
    })  # fmt: skip
    yield from table("date", ACCEPTED, {
        value: json(published_at=value)
        for value in ("2024-07-05T10:00:00Z", "2024-07-05 10:00", "20240705T100000Z", "2024-W27-5", "2024-02-29",
                      "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", " 2024-07-05T10:00:00.123456789Z ",
                      "2024-07-05T10:00:00,5+03:00", "1969-12-31T23:59:59Z")
    })  # fmt: skip
    yield from table(
        "date", "invalid_field", {"far beyond": json(published_at=10**18), "minus": json(published_at=-(10**18))}
    )


def ninjs() -> Iterator[Case]:
    def item(**fields: object) -> bytes:
        body = [{"role": "main", "contentType": "text/plain", "value": TEXT}]
        return orjson.dumps({"uri": "urn:n:1", "pubStatus": "usable", "bodies": body} | fields)

    yield from table("ninjs", "no_text", {
        f"bodies {orjson.dumps(bodies).decode()}": item(bodies=bodies)
        for bodies in (None, 5, "a", [], [5], ["a"], [{}], [{"value": None}], {"value": "a"}, [[]], [{"value": ""}])
    })  # fmt: skip
    yield from table("ninjs", "text_not_string", {
        "a number as body": item(bodies=[{"value": 7}]), "a list as body": item(bodies=[{"value": ["a"]}]),
        "an object as body": item(bodies=[{"role": "main", "value": {"a": 1}}]),
    })  # fmt: skip
    yield from table("ninjs", "invalid_field", {
        "a version in words": item(version="three"), "a version in arabic digits": item(version="٣"),
        "a version with a point": item(version="1.0"), "a signed version": item(version="+1"),
        "a blank version": item(version=""),
        "a version of 5,000 digits": item(version="9" * 5000), "a list as version": item(version=[1]),
        "another status": item(pubStatus="commissioned"), "a number as status": item(pubStatus=5),
        "a list as uri": item(uri=["a"]), "an uri of 600 letters": item(uri="u" * 600),
        "a bad embargo": item(embargoedUntil="soon"),
        "a bad time": item(firstCreated="soon"), "a number as headline": item(headlines=[{"value": 5}]),
    })  # fmt: skip
    yield from table("ninjs", ACCEPTED, {
        "plain": item(), "a version of digits": item(version="007"), "headlines that are none": item(headlines="a"),
        "headlines of nothing": item(headlines=[None, {}, {"value": None}]), "no infoSources": item(infoSources=[]),
        "odd infoSources": item(infoSources=["a"]), "a source that is a number": item(infoSources=[{"name": 5}]),
        "a holder that is a list": item(copyrightHolder=["a"]), "a by that is a list": item(by=["a"]),
        "html": item(bodies=[{"contentType": "text/html", "value": f"<p>{TEXT}</p>"}]),
        "html declared by a number": item(bodies=[{"contentType": 5, "value": TEXT}]),
        "associations": item(associations=[{"uri": "urn:2", "bodies": [{"value": "x"}]}]),
    })  # fmt: skip


def cloud_events() -> Iterator[Case]:
    kind = "application/cloudevents+json; charset=UTF-8"

    def event(data: object = None, **more: object) -> bytes:
        return orjson.dumps({"specversion": "1.0", "id": "e", "type": "t", "source": "/cms", "data": data} | more)

    yield from table("event", "not_object", {
        f"data {orjson.dumps(data).decode()}": event(data) for data in (None, 4, True, [], [{"text": "a"}])
    } | {"no data": b'{"specversion": "1.0"}', "a list": b"[]",
         "data in base64": event(data_base64="YQ==")}, kind)  # fmt: skip
    yield from table("event", "no_text", {"no text": event({"id": "a"}), "an empty text": event("")}, kind)
    yield from table("event", "bad_json", {"cut": event({"text": "a"})[:-2], "text": TEXT}, kind)
    yield from table("event", "duplicate_key", {"data twice": '{"data": {"text": "a"}, "data": {"text": "b"}}'}, kind)
    yield from table("event", "too_deep", {"one level too many": '{"data":' + nested(20) + "}"}, kind)
    yield from table("event", "invalid_field", {"a bad field": event({"text": "a", "version": "1"})}, kind)
    yield from table("event", ACCEPTED, {
        "an article": event({"text": TEXT}), "a text": event(TEXT), "as deep as may be": '{"data":' + nested(19) + "}",
        "a ninjs item": event({"uri": "u", "pubStatus": "usable", "bodies": [{"value": TEXT}]}),
    }, kind)  # fmt: skip
    yield from table("event", "no_text", {"not declared": event({"text": TEXT})})


def content_types() -> Iterator[Case]:
    for name, kind, value, expected in (
        ("json that says it is text", "text/plain", json(), ACCEPTED),
        ("broken json that says it is text", "text/plain", b'{"text": ', ACCEPTED),
        ("a number that says it is text", "TEXT/PLAIN ; charset=utf-8", b"42", ACCEPTED),
        ("html", "text/html", b"<p>a</p>", ACCEPTED),
        ("html that is json", "text/html", json(), ACCEPTED),
        ("ld+json", "application/ld+json", json(), ACCEPTED),
        ("ld+json that is text", "application/ld+json", TEXT.encode(), "bad_json"),
        ("unknown", "application/x-unknown", TEXT.encode(), ACCEPTED),
        ("empty", "", TEXT.encode(), ACCEPTED),
        ("garbage", "\x00;;=\u00ff", TEXT.encode(), ACCEPTED),
        ("only blanks in text", "text/plain", "\u00a0".encode(), "no_text"),
        ("nul in text", "text/plain", b"a\0", "nul"),
        ("too long for a header", "x" * 5000, TEXT.encode(), ACCEPTED),
    ):
        yield Case(f"type: {name}", value, expected, kind, f"type: {name}".encode())


def keys() -> Iterator[Case]:
    long_key = b"k" * 600
    yield Case("key: none", json(url="https://news.example/key-none"), ACCEPTED)
    yield Case("key: empty", json(url="https://news.example/key-empty"), ACCEPTED, key=b"")
    yield Case("key: blank", json(url="https://news.example/key-blank"), ACCEPTED, key=b" \t")
    yield Case("key: not utf-8", json(url="https://news.example/key-bytes"), ACCEPTED, key=b"\xff\xfe")
    yield Case("key: an integer of java", json(url="https://news.example/key-int"), ACCEPTED, key=b"\x00\x00\x30\x39")
    yield Case("key: 600 letters", json(), ACCEPTED, key=long_key)
    yield Case("key: arabic with spaces around", json(), ACCEPTED, key=" مفتاح ".encode(), id="مفتاح")
    yield Case("key: another than the id", json(id="own"), ACCEPTED, key=b"key: another", id="own")
    yield Case("key: json", json(), ACCEPTED, key=b'{"id": 5}', id='{"id": 5}')
    yield Case("null without a readable key", None, "no_key", key=b"\xff\xfe")
    yield Case("null with a blank key", None, "no_key", key=b"  ")
    yield Case("null without a key", None, "no_key")


def html() -> Iterator[Case]:
    deep = 8_000
    pages = {
        "never closed": "<p>قال <b>الوزير <i>إن الاتفاق <div>قريب",
        "closed the wrong way round": f"<b><i><p>{TEXT}</b></p></i>",
        "only closing tags": "</p></div></body></html>",
        "only tags": "<p></p><br><hr><img src=x>",
        "a script": f"<script>var a = '<p>{TEXT}</p>';</script><p>{TEXT}</p>",
        "a script never closed": f"<p>{TEXT}</p><script>while(1){{}}",
        "a style": f"<style>p {{ color: red }}</style><p>{TEXT}</p>",
        "an event handler": f"<img src=x onerror=alert(1)><p onclick='x()'>{TEXT}</p>",
        "entities": "<p>&laquo;قال&raquo; &amp;amp; &#1602;&#x627;&#1604; &nbsp;&zwnj;&rlm; &bogus;"
                    " &#0; &#xD800; &#x110000; &</p>",
        "an entity of many digits": "<p>&#" + "9" * 10_000 + ";</p>",
        "a comment": f"<!-- {TEXT} --><p>{TEXT}</p>",
        "a comment never closed": f"<p>{TEXT}</p><!-- {TEXT}",
        "conditional comments": f"<!--[if IE]><p>{TEXT}</p><![endif]--><p>{TEXT}</p>",
        "cdata": f"<![CDATA[{TEXT}]]>",
        "a doctype and nothing": "<!DOCTYPE html>",
        "a frame and a table": f"<iframe srcdoc='<p>a</p>'></iframe><table><tr><td>{TEXT}<td>{TEXT}</table>",
        "svg and mathml": f"<svg><text>{TEXT}</text></svg><math><mi>x</mi></math>",
        "a template": f"<template><p>{TEXT}</p></template>",
        "plaintext": f"<plaintext>{TEXT}</p>",
        "a textarea never closed": f"<textarea>{TEXT}<p>{TEXT}</p>",
        "an attribute never closed": f'<p class="{TEXT}>{TEXT}</p>',
        "less-than signs": "قال الوزير إن 3 < 5 و 7 > 6 <",
        "no tags at all": TEXT,
        "line breaks": "قال الوزير<br>إن<br/>الاتفاق<BR />قريب",
        "hidden": f"<p hidden>{TEXT}</p><div style='display:none'>{TEXT}</div>",
        "uppercase and odd spaces": f"< P >{TEXT}< / P ><P\n>{TEXT}</P\t>",
        "marks over tags": "<p>قال: «نعم<b>»</b> ثم <i>\"</i>لا\"</p>",
        "words over tags": "<p>ا<b>ل</b>و<i>ز</i>ير قال</p>",
        f"{deep} divs": "<div>" * deep + TEXT,
        f"{deep} bold": "<b>" * deep + TEXT,
        f"{deep} closing": "</b>" * deep + TEXT,
        f"{deep} less-than signs": "<" * deep + TEXT,
        f"{deep} ampersands": "&" * deep + TEXT,
        "8,000 nested and closed": "<div>" * 4_000 + TEXT + "</div>" * 4_000,
        "4,000 lists": "<ul><li>" * 4_000 + TEXT,
        "5,000 attributes": "<p " + " ".join(f"a{n}=1" for n in range(5_000)) + f">{TEXT}</p>",
    }  # fmt: skip
    yield from table("html", ACCEPTED, pages, "text/html")
    yield from table("html", "too_long", {"too long before it is text": "<p>" * 70_000}, "text/html")


def odd_texts() -> Iterator[Case]:
    many = 10_000
    yield from table("text", ACCEPTED, {
        "english": 'The minister said: "Yes, the deal is near," Samir Haddad told reporters.',
        "persian": "وزیر گفت که توافق نزدیک است. «بله».",
        "urdu": "وزیر نے کہا کہ معاہدہ قریب ہے۔",
        "hebrew": "השר אמר כי ההסכם קרוב.",
        "chinese": "部长说：“协议很近。”",
        "russian": "Министр сказал: «Да».",
        "syriac and tifinagh": "ܫܠܡܐ ⵣ",
        "kurdish": "وەزیر گوتی کە ڕێککەوتن نزیکە.",
        "a mixture": "قال Biden: «yes, 是的, да» في Tel Aviv.",
        "only marks": '"«»“”‘’\'()[]{}',
        "only punctuation": "،؛؟!.:-–—…",
        "only digits": "1234567890 ١٢٣٤٥٦٧٨٩٠ ۱۲۳",
        "only line breaks and a dot": "\n" * 5000 + ".",
        "only cues": "قال وقال وأضاف وأضافت قالوا مشيرا إلى أن " * 300,
        "only particles": "أن إن بأن ما من في على " * 300,
        "one letter and blanks": "ق" + "\u00a0" * 1000,
        "fully vowelled": "قَالَ ٱلْوَزِيرُ إِنَّ ٱلِٱتِّفَاقَ قَرِيبٌ.",
        "stretched": "قـــــال الـــوزيـــر إن الاتفاق قـــريب.",
        "presentation forms": "ﻗﺎﻝ ﺍﻟﻮﺯﻳﺮ ﺇﻥ ﺍﻻﺗﻔﺎﻕ ﻗﺮﻳﺐ ﷺ ﷽ ﻻ",
        "persian letters in arabic": "قال الوزیر إن الاتفاق قریب في ترکیا.",
        "decomposed hamza": "قا\u0654ل الا\u0653ن",
        "zero width joiners everywhere": "\u200d".join(TEXT),
        "bidi controls": "\u202bقال \u202eالوزير\u202c\u202c \u2067إن\u2069 \u202d\u202d\u202d",
        "unclosed bidi": "\u202e\u2067\u2066" * 500 + TEXT,
        "bidi inside a quote": "قال الوزير: «\u200fنعم\u200e»\u200f.",
        "emoji": "قال 👨‍👩‍👧‍👦 الوزير 🇱🇧🇵🇸 «نعم 😀🏽»",
        "combining sequences": "ق" + "\u0301\u0651\u064b" * 5000 + "ال",
        "zalgo": "".join(letter + "\u0300\u0316\u0334" * 20 for letter in TEXT),
        "mathematical letters": "𝐇𝐞 𝒔𝒂𝒊𝒅 ﹛ﹷ﹜ ①②③",
        "tags and variation selectors": "ق\ufe0f\U000e0061\U000e007f ال",
        "all spaces": "قال\u00a0الوزير\u2003إن\u3000الاتفاق\u202fقريب\u2028.",
        "urls": "قال https://news.example/خبر?a=«b»&c=\"d\" الوزير @someone #وسم " * 50,
        "a table": "| أ | ب |\n|---|---|\n| ١ | ٢ |\n" * 200,
        "markdown": "# عنوان\n\n> قال **الوزير**\n\n* «نعم»\n",
        "source code": "if (a < b) { return \"قال\"; } // «\n" * 100,
        f"{many} opening marks": "«" * many + TEXT,
        f"{many} closing marks": TEXT + "»" * many,
        f"{many} straight marks": '"' * many + TEXT,
        f"{many} curly marks": "“" * many + TEXT,
        f"{many} marks of all kinds": "«“\"'‘[(" * (many // 7) + TEXT,
        "2,500 swapped marks": "»نعم« " * 416,
        f"{many} brackets": "(" * many + TEXT + "]" * many,
        f"{many} apostrophes": "don't ' 'a " * (many // 10),
        f"{many} dots": "." * many, f"{many} dashes": "- " * many, "500 cues with colons": "قال: " * 500,
        "100,000 letters in a word": "ق" * 100_000,
        "100,000 letters with prefixes": "وال" * 33_333,
        "100,000 digits": "9" * 100_000,
        "100,000 tatweels": "ق" + "ـ" * 100_000 + "ال",
        "100,000 harakat": "ق" + "\u064e" * 100_000,
        "100,000 blanks inside": "قال" + " " * 100_000 + "الوزير",
        "50,000 line breaks": "قال\n" + "\n" * 50_000 + "الوزير",
        "2,000 one-letter lines": "ق\n" * 2_000,
        "one name 2,000 times": "الوزير سامر الحداد " * 2_000,
        "200 statements": QUOTE * 200,
        "a sentence without end": "وقال الوزير إن الاتفاق قريب وإن " * 1_000,
        "nested statements": "قال إن «" * 300 + "نعم" + "»" * 300,
    })  # fmt: skip
