"""What searchers and writers notice of a rebuild, without a cluster."""

import pytest

from pipeline.contracts import EnrichedArticle, Unavailable
from search import Change, IndexMissing, IndexOutdated, IndexSettings, Query, open_index, rebuild_index
from search.tantivy_schema import MARK
from service.cli import main


def change(article_id, version=1, text="خبر عن السدود."):
    return Change(article_id, version, EnrichedArticle(id=article_id, version=version, text=text))


def found(index):
    return sorted(hit.id for hit in index.search(Query(text="السدود")).hits)


@pytest.fixture
def settings(tmp_path, monkeypatch):
    monkeypatch.setenv("RASD_INDEX__PATH", str(tmp_path / "index"))
    monkeypatch.setenv("RASD_LOCAL__FOLDER", str(tmp_path / "local"))
    return IndexSettings(path=tmp_path / "index", writer_heap_mb=15)


def age(settings):
    """The index is now one that other word lists made."""
    current = settings.path / (settings.path / "current").read_text()
    (current / MARK).write_text('{"format": 0, "engine": "v6", "analysis": "0"}')


def test_the_index_in_use_answers_and_takes_articles_until_the_new_one_takes_over(settings):
    with open_index(settings) as live, open_index(settings, create=False) as reader:
        live.write([change("old")])
        with rebuild_index(settings) as new:
            new.index.write([change("old"), change("fresh")])
            assert live.write([change("meanwhile")]) == ["indexed"]
            assert found(reader) == ["meanwhile", "old"]
            with new.take_over():
                with pytest.raises(Unavailable, match="takes over"):
                    live.write([change("late")])
                assert found(reader) == ["meanwhile", "old"]
        assert found(reader) == found(live) == ["fresh", "old"]
        assert live.write([change("late")]) == ["indexed"]
        assert found(reader) == ["fresh", "late", "old"]


def test_what_was_not_taken_over_is_thrown_away(settings):
    with open_index(settings) as live:
        live.write([change("old")])
    with pytest.raises(KeyError), rebuild_index(settings) as new:
        new.index.write([change("fresh")])
        with new.take_over():
            raise KeyError
    with open_index(settings, create=False) as index:
        assert found(index) == ["old"]
    assert len([path for path in settings.path.iterdir() if path.is_dir()]) == 1


@pytest.mark.parametrize("before", ["missing", "outdated"])
def test_search_says_in_one_line_that_the_index_is_being_rebuilt(settings, capsys, before):
    if before == "outdated":
        open_index(settings).close()
        age(settings)
    with rebuild_index(settings) as new:
        assert main(["search", "السدود"]) == 1
        assert capsys.readouterr().err == f"rasd: the index in {settings.path} is being rebuilt; try again later\n"
        new.index.write([change("fresh")])
        with new.take_over():
            pass
    assert main(["search", "السدود"]) == 0


def test_withdrawals_are_remembered_though_the_word_lists_changed(settings):
    with open_index(settings) as live:
        live.write([change("gone"), Change("gone", 3), change("there")])
    age(settings)
    with rebuild_index(settings) as new:
        assert new.index.version_of("gone") == 3
        assert new.missing() == 1
        assert new.index.write([change("gone", 2), change("there")]) == ["stale", "indexed"]
        assert new.missing() == 0


def test_a_process_with_other_word_lists_does_not_write_into_the_new_one(settings):
    with open_index(settings) as live:
        live.write([change("old")])
        age(settings)  # noticed only where a generation is opened
        with rebuild_index(settings) as new, new.take_over():
            pass
        age(settings)
        with pytest.raises(IndexOutdated, match="rasd reindex"):
            live.write([change("late")])


def test_a_lost_pointer_is_an_index_that_is_missing(settings):
    open_index(settings).close()
    (settings.path / "current").write_text("")
    with pytest.raises(IndexMissing):
        open_index(settings, create=False)


def test_without_a_cluster_it_says_so_in_one_line(settings, capsys, monkeypatch):
    monkeypatch.setenv("RASD_KAFKA__BOOTSTRAP_SERVERS", "127.0.0.1:1")
    assert main(["reindex"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("rasd: ") and "127.0.0.1:1" in line


def test_a_folder_that_is_away_is_waited_for(settings):
    with open_index(settings) as live:
        settings.path.rename(settings.path.with_name("elsewhere"))
        with pytest.raises(Unavailable):
            live.write([change("late")])
