"""Articles go into the index, are replaced and taken back, by the rules of their versions."""

import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from pipeline.contracts import BadConfiguration, Unavailable
from search import Change
from search.tantivy_schema import MARK
from tests.search.index_articles import article, change, index_in, withdrawal


def test_an_article_comes_back_as_it_went_in(tmp_path: Path) -> None:
    made = article(text="قال الوزير إن الاتفاق قريب.", headline="الاتفاق", extra={"desk": ["سياسة", 3]})
    with index_in(tmp_path / "new" / "index") as index:
        assert index.write([change(made)]) == ["indexed"]
        assert index.get("a1") == made
        assert (index.count(), index.version_of("a1")) == (1, 1)


def test_an_unknown_id_is_not_there(tmp_path: Path) -> None:
    with index_in(tmp_path) as index:
        assert (index.get("a1"), index.count(), index.version_of("a1")) == (None, 0, None)


def test_nothing_to_write_is_fine(tmp_path: Path) -> None:
    with index_in(tmp_path) as index:
        assert index.write([]) == []


def test_an_older_version_never_overwrites_a_newer_one(tmp_path: Path) -> None:
    with index_in(tmp_path) as index:
        index.write([change(article(version=2, text="جديد"))])
        assert index.write([change(article(version=1, text="قديم"))]) == ["stale"]
        assert index.get("a1").text == "جديد"


def test_of_equal_versions_the_later_wins(tmp_path: Path) -> None:
    """So a reprocessed article replaces its predecessor."""
    with index_in(tmp_path) as index:
        index.write([change(article(version=2, text="أول"))])
        assert index.write([change(article(version=2, text="ثان"))]) == ["indexed"]
        assert (index.get("a1").text, index.count()) == ("ثان", 1)


def test_a_batch_is_settled_in_its_order(tmp_path: Path) -> None:
    batch = [
        change(article(version=3, text="ثالث")), change(article(version=1, text="أول")), withdrawal("a2", 1),
        change(article(version=3, text="آخر")), change(article("a2", version=1)),
    ]  # fmt: skip
    with index_in(tmp_path) as index:
        assert index.write(batch) == ["indexed", "stale", "withdrawn", "indexed", "stale"]
        assert (index.get("a1").text, index.get("a2"), index.count()) == ("آخر", None, 1)


def test_an_index_that_is_opened_again_now_and_then_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tantivy keeps something of each commit as long as an index is open."""
    monkeypatch.setattr("search.tantivy_index._COMMITS", 3)
    with index_in(tmp_path) as index:
        for version in range(1, 11):
            assert index.write([change(article(version=version)), change(article(f"b{version}"))]) == ["indexed"] * 2
            assert (index.version_of("a1"), index.count()) == (version, version + 1)


def test_a_withdrawn_article_stays_away_until_a_higher_version(tmp_path: Path) -> None:
    with index_in(tmp_path) as index:
        index.write([change(article(version=4))])
        assert index.write([withdrawal("a1", 4)]) == ["withdrawn"]
        assert (index.get("a1"), index.count(), index.version_of("a1")) == (None, 0, 4)
        assert index.write([change(article(version=3)), change(article(version=4))]) == ["stale", "stale"]
        assert index.get("a1") is None
        assert index.write([change(article(version=5))]) == ["indexed"]
        assert index.get("a1").version == 5


def test_an_older_withdrawal_does_not_take_back_a_newer_article(tmp_path: Path) -> None:
    with index_in(tmp_path) as index:
        index.write([change(article(version=4))])
        assert index.write([withdrawal("a1", 3)]) == ["stale"]
        assert index.get("a1").version == 4


def test_a_canceled_article_is_a_withdrawal(tmp_path: Path) -> None:
    with index_in(tmp_path) as index:
        index.write([change(article())])
        assert index.write([change(article(version=2, status="canceled"))]) == ["withdrawn"]
        assert (index.get("a1"), index.version_of("a1")) == (None, 2)


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    with index_in(tmp_path) as first, index_in(tmp_path) as second:
        first.write([change(article())])
        with pytest.raises(Unavailable, match="another process writes"):
            second.write([change(article(version=2))])
        first.close()
        assert second.write([change(article(version=2))]) == ["indexed"]
        assert first.version_of("a1") == 2


def test_threads_may_share_an_index(tmp_path: Path) -> None:
    with index_in(tmp_path) as index:
        writers = [
            threading.Thread(target=lambda n=n: index.write([change(article(f"a{n}", text=f"خبر رقم {n}"))]))
            for n in range(8)
        ]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        assert index.count() == 8


def test_a_batch_that_breaks_in_the_middle_leaves_nothing_behind(tmp_path: Path) -> None:
    """Not even for the next commit to carry."""
    impossible = Change("a3", 2**64, article("a3"))
    with index_in(tmp_path) as index:
        index.write([change(article("a0"))])
        with pytest.raises(OverflowError):
            index.write([change(article("a1")), withdrawal("a0", 2), impossible])
        assert index.write([change(article("a4"))]) == ["indexed"]
        assert (index.count(), index.get("a1"), index.version_of("a0")) == (2, None, 1)


def test_readers_say_where_there_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="rasd worker index"):
        index_in(tmp_path / "none", create=False)
    assert not (tmp_path / "none").exists()


def generation_in(folder: Path) -> Path:
    """The generation of a new and closed index."""
    index_in(folder).close()
    return folder / (folder / "current").read_text()


def test_a_folder_of_another_format_is_refused_with_the_remedy(tmp_path: Path) -> None:
    (generation_in(tmp_path) / MARK).write_text('{"format": 0, "engine": "v6", "analysis": "0"}')
    with pytest.raises(BadConfiguration, match=r"index format 0 .*rasd reindex"):
        index_in(tmp_path)


def test_an_index_without_mark_is_refused(tmp_path: Path) -> None:
    (generation_in(tmp_path) / MARK).unlink()
    with pytest.raises(BadConfiguration, match="rasd reindex"):
        index_in(tmp_path, create=False)


def test_a_start_that_was_cut_short_is_finished(tmp_path: Path) -> None:
    generation_in(tmp_path)
    (tmp_path / "current").unlink()
    with index_in(tmp_path) as index:
        assert index.write([change(article())]) == ["indexed"]


def test_a_broken_index_names_the_remedy(tmp_path: Path) -> None:
    (generation_in(tmp_path) / "meta.json").write_text("{")
    with pytest.raises(BadConfiguration, match="rasd reindex"):
        index_in(tmp_path)


def test_a_path_that_is_a_file_is_a_wrong_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadConfiguration, match=r"index\.path"):
        index_in(tmp_path / "file")


_IDS = st.sampled_from(["a1", "a2", "مقال:3"])
_VERSIONS = st.integers(0, 4)
_CHANGES = st.lists(st.tuples(_IDS, _VERSIONS, st.sampled_from(["article", "null", "canceled"])), max_size=6)


class VersionsAgainstADict(RuleBasedStateMachine):
    """Any sequence of batches, against the rules written down once more in the plainest way."""

    def __init__(self) -> None:
        super().__init__()
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.index = index_in(Path(self.folder.name))
        self.model: dict[str, tuple[int, str | None]] = {}
        self.serial = 0

    @rule(batch=_CHANGES)
    def write(self, batch: list[tuple[str, int, str]]) -> None:
        changes, expected = [], []
        for article_id, version, how in batch:
            self.serial += 1
            text = None if how != "article" else f"خبر {self.serial}"
            made = (
                None
                if how == "null"
                else article(article_id, version, text or "نص", status="canceled" if how == "canceled" else "usable")
            )
            changes.append(Change(article_id, version, made))
            expected.append(self.apply(article_id, version, text))
        assert self.index.write(changes) == expected

    def apply(self, article_id: str, version: int, text: str | None) -> str:
        held, held_text = self.model.get(article_id, (-1, "none"))
        if version < held or (version == held and held_text is None and text is not None):
            return "stale"
        self.model[article_id] = (version, text)
        return "withdrawn" if text is None else "indexed"

    @rule()
    def reopen(self) -> None:
        self.index.close()
        self.index = index_in(Path(self.folder.name))

    @invariant()
    def holds_what_the_rules_leave(self) -> None:
        for article_id, (version, text) in self.model.items():
            found = self.index.get(article_id)
            assert (found.text if found else None) == text
            assert self.index.version_of(article_id) == version
        assert self.index.count() == sum(text is not None for _, text in self.model.values())

    def teardown(self) -> None:
        self.index.close()
        self.folder.cleanup()


TestVersions = VersionsAgainstADict.TestCase
TestVersions.settings = settings(
    max_examples=25, stateful_step_count=15, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
