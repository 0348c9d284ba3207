"""A reader names topics, puts them together or sets them aside, and no topic is fitted anew."""

import numpy as np
import pandas as pd
import pytest
from test_stages import OPTIONS, write_corpus

from topics.cli import main
from topics.errors import InputError, TopicsError
from topics.estimate import draw_topic_country, summarise_draws
from topics.estimate.regroup import regroup_draws
from topics.lda.regroup import ASIDE, membership, regroup_model
from topics.lda.top_words import top_words
from topics.run.labelling import read_labelling, regroup_reliability, write_label_table
from topics.simulate import simulate_corpus


@pytest.fixture(scope="module")
def drawn():
    planted = simulate_corpus(n_docs=80, n_countries=3, n_topics=4, n_words=60, seed=1)
    return draw_topic_country(planted, planted, planted.weights, draws=60)


def test_topics_put_together_have_the_sum_of_their_parts_in_every_draw(drawn):
    members = membership(drawn.topics, {3: 1})
    merged = regroup_draws(drawn, members)
    assert merged.topics.tolist() == [0, 1, 2]
    np.testing.assert_allclose(merged.sample.sum(axis=2), 1, atol=1e-5)
    both = drawn.sample[:, :, 1] + drawn.sample[:, :, 3]
    np.testing.assert_allclose(merged.sample[:, :, 1], both, atol=1e-5)
    before, after = summarise_draws(drawn), summarise_draws(merged)
    one = after[after["topic"] == 1].set_index("country")["estimate"]
    sums = before[before["topic"].isin([1, 3])].groupby("country")["estimate"].sum()
    np.testing.assert_allclose(one, sums.loc[one.index], atol=1e-5)
    # What is not touched stays as it was, to the interval.
    same = ["country", "estimate", "ci_low", "ci_high"]
    np.testing.assert_allclose(
        before.loc[before["topic"] == 2, same[1:]], after.loc[after["topic"] == 2, same[1:]],
        atol=1e-5,
    )  # fmt: skip


def test_shares_are_of_the_topics_that_are_not_set_aside(drawn):
    rest = regroup_draws(drawn, membership(drawn.topics, {0: ASIDE}))
    assert rest.topics.tolist() == [1, 2, 3]
    expected = drawn.sample[:, :, 1:] / drawn.sample[:, :, 1:].sum(axis=2, keepdims=True)
    np.testing.assert_allclose(rest.sample, expected, atol=1e-5)
    with pytest.raises(ValueError, match="read-only"):
        rest.sample[0, 0, 0] = 1


@pytest.mark.parametrize(
    ("into", "message"),
    [
        ({0: 9}, "there is no topic 9; topics are 0 to 3"),
        ({0: 1, 1: 2}, "topic 0 is to count for topic 1, which is itself put elsewhere"),
        ({0: 1, 1: ASIDE}, "topic 0 is to count for topic 1, which is itself put elsewhere"),
        ({0: 3, 1: 3, 2: ASIDE}, "1 of 4 topics would be left"),
    ],
)
def test_what_cannot_be_put_together_is_named(into, message):
    with pytest.raises(TopicsError, match=message):
        membership(pd.RangeIndex(4), into)


def test_what_is_put_together_is_as_reliable_as_its_worst_part():
    table = pd.DataFrame(
        {"topic": [0, 1, 2], "reliability": [0.9, 0.4, 0.8], "stable": [True, False, True]}
    )
    found = regroup_reliability(table, membership(pd.RangeIndex(3), {1: 0}))
    assert found.to_dict("list") == {
        "topic": [0, 2], "reliability": [0.4, 0.8], "stable": [False, True],
    }  # fmt: skip
    assert regroup_reliability(pd.DataFrame(), pd.DataFrame()).empty


def test_words_and_shares_of_documents_follow(small):
    model = small.model
    with pytest.raises(TopicsError, match="1 of 2 topics would be left"):
        membership(model.topic_word.index, {1: 0})
    same = regroup_model(model, membership(model.topic_word.index, {}))
    pd.testing.assert_frame_equal(same.topic_word, model.topic_word, check_exact=False)
    pd.testing.assert_frame_equal(same.doc_topic, model.doc_topic, check_exact=False)


def write(path, *lines, head="topic,label,into,note,words"):
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


def test_an_edited_table_is_read(small, tmp_path):
    first = " ".join(top_words(small.model, 5)["word"].head(5))
    found = read_labelling(write(tmp_path / "a.csv", f'0,"War, peace",,See UN,{first}', "1,,,,"),
                           small.model)  # fmt: skip
    assert (found.labels, found.notes, found.into) == ({0: "War, peace"}, {0: "See UN"}, {})
    short = read_labelling(write(tmp_path / "b.csv", "T1,Trade", head="topic,label"), small.model)
    assert short.labels == {1: "Trade"}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("2,x,,,", "line 2: the topic must be a number from 0 to 1; it is '2'"),
        ("0,x,,,a b c d", "line 2: topic 0 is named for the words 'a b c d', which are not those"),
        ("0,x,7,,", "line 2: into must be the number of a topic, 0 to 1, or background; it is '7'"),
        ("0,x,1,,", "1 of 2 topics would be left"),
        ("0,a,b", "line 2 has 3 cells, and line 1 has 5. Put a label with commas between"),
        ("0,x,,,\n0,y,,,", "line 3: topic 0 is there a second time"),
    ],
)
def test_a_table_that_makes_no_sense_names_its_line(line, message, small, tmp_path):
    with pytest.raises(InputError, match=message):
        read_labelling(write(tmp_path / "a.csv", line), small.model)
    with pytest.raises(InputError, match="line 1 must name the columns topic and label"):
        read_labelling(write(tmp_path / "b.csv", head="name,label"), small.model)
    with pytest.raises(InputError, match="cannot be read"):
        read_labelling(tmp_path / "none.csv", small.model)


def test_labels_reach_every_table_without_a_new_fit(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write_corpus("news.csv")
    options = [*OPTIONS, "--topics", "3"]
    assert main(["report", "news.csv", *options, "--out", "run", "--quiet"]) == 0
    before = pd.read_csv("run/tables/topic_country.csv")
    assert main(["label", "run"]) == 0
    assert main(["label", "run"]) == 2  # what may be edited is never written over
    assert "is there already, maybe edited" in capsys.readouterr().err
    table = pd.read_csv("run/labels.csv", keep_default_na=False)
    assert list(table) == ["topic", "label", "into", "note", "words"]
    table.loc[0, "label"] = "Rivers"
    table.loc[2, "into"] = "1"
    table.to_csv("run/labels.csv", index=False)
    for name in ("fit_lda", "find_again", "draw_topic_pairs", "over_time"):
        monkeypatch.setattr(f"topics.run.analyse.{name}", None)
    assert main(["report", "--rerun", "run", "--labels", "run/labels.csv", "--quiet"]) == 0
    after = pd.read_csv("run/tables/topic_country.csv")
    assert set(after["topic"]) == {0, 1}
    assert set(after.loc[after["topic"] == 0, "topic_label"]) == {"T0 Rivers"}
    for name in ("topic_words", "trends", "contrasts"):
        assert "T0 Rivers" in set(pd.read_csv(f"run/tables/{name}.csv")["topic_label"])
    sums = before[before["topic"] != 0].groupby("country")["estimate"].sum()
    merged = after[after["topic"] == 1].set_index("country")["estimate"]
    np.testing.assert_allclose(merged, sums.loc[merged.index], atol=1e-5)
    assert "T2 counts for T1" in (tmp_path / "run" / "report.html").read_text("utf-8")
    assert (tmp_path / "run" / "labels.csv").is_file()
    # Another label in the same file: figures are made again, and nothing else.
    assert main(["status", "run"]) == 0
    assert "stale" not in capsys.readouterr().out
    table.assign(label="X").to_csv("run/labels.csv", index=False)
    assert main(["status", "run"]) == 0
    stale = [line for line in capsys.readouterr().out.splitlines() if "stale" in line]
    assert [line.split()[0] for line in stale] == ["figures"]


def test_a_folder_that_is_no_report_is_told(tmp_path, capsys):
    assert main(["label", str(tmp_path)]) == 2
    assert "holds no report" in capsys.readouterr().err
    assert main(["report", "--rerun", str(tmp_path)]) == 2
    assert "--rerun: " in capsys.readouterr().err


def test_a_table_of_no_topics_is_none_of_a_report(tmp_path):
    (tmp_path / "tables").mkdir()
    header = "topic,topic_label,rank,word\n"
    (tmp_path / "tables" / "topic_words.csv").write_text(header, "utf-8")
    with pytest.raises(InputError, match=r"is not the table of a report \(it has no row\)\.$"):
        write_label_table(tmp_path, tmp_path / "labels.csv")
    assert not (tmp_path / "labels.csv").exists()
