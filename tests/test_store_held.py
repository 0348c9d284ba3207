"""What a stored model holds, what belongs together in it, and arrays that are read unseen."""

import hashlib
import json
import os
import zipfile
from copy import deepcopy
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from by_hand import said
from stored import TEXTS, small_model, texts_of, with_texts

from topics.errors import InputError
from topics.lda._npz import read_arrays
from topics.lda._stored import check_together, eta_of_topics, wanted_arrays
from topics.lda.model import LDAConfig
from topics.lda.store import load_model, save_model

ARRAYS = ["alpha", "counts", "doc_topic", "eta", "found", "pass", "perplexity", "restart",
          "topic_word", "totals"]  # fmt: skip


@pytest.fixture
def model():
    return small_model()


@pytest.fixture
def folder(model, tmp_path):
    return save_model(model, tmp_path / "new" / "model")


class TestSaved:
    def test_the_text(self, model, folder):
        texts = texts_of(folder)
        hashes = texts.pop("sha256")
        assert set(texts) == {
            "format", "version", "config", "converged", "n_docs", "words", "doc_ids", "n_updates"
        }  # fmt: skip
        assert texts["format"] == "country-topics model"
        assert texts["version"] == 2
        assert texts["config"]["n_topics"] == 2
        assert texts["converged"] is model.converged
        assert (texts["n_docs"], texts["n_updates"]) == (12, model.engine.num_updates)
        assert texts["words"] == model.words.tolist()
        assert texts["doc_ids"] == [*TEXTS, "empty"]
        written = hashlib.sha256((folder / "model.npz").read_bytes()).hexdigest()
        in_order = hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()
        assert hashes == {"model.npz": written, "model.json": in_order}
        lines = (folder / "model.json").read_text("utf-8").splitlines(keepends=True)
        assert lines[0] == "{\n"
        assert lines[1].startswith(' "')
        assert lines[-1] == "}\n"
        assert any("Öl" in line for line in lines)

    def test_the_arrays(self, model, folder):
        with np.load(folder / "model.npz") as archive:
            arrays = dict(archive)
        assert sorted(arrays) == ARRAYS
        for name, (kinds, shapes) in wanted_arrays(2, 5, 13).items():
            assert arrays[name].dtype.str in kinds
            assert any(
                len(shape) == arrays[name].ndim
                and all(n in (None, m) for n, m in zip(shape, arrays[name].shape, strict=True))
                for shape in shapes
            )
        found = dict(zip(model.words, arrays["found"], strict=True))
        assert found == {"oil": 6, "gas": 6, "Öl": 6, "war": 6, "army": 6}
        totals = dict(zip(model.words, arrays["totals"], strict=True))
        assert totals == {"oil": 24, "gas": 24, "Öl": 24, "war": 36, "army": 36}
        for name in ("restart", "pass", "perplexity"):
            np.testing.assert_array_equal(arrays[name], model.history[name])

    def test_words_that_were_never_counted_are_none(self, model, tmp_path):
        other = deepcopy(model)
        for counted in (other.engine.id2word.dfs, other.engine.id2word.cfs):
            del counted[0]
        with np.load(save_model(other, tmp_path) / "model.npz") as archive:
            assert (archive["found"][0], archive["totals"][0]) == (0, 0)
            assert archive["found"].dtype == archive["totals"].dtype == "<i8"

    def test_it_comes_back(self, model, folder):
        back = load_model(str(folder))
        assert list(back.history.columns) == ["restart", "pass", "perplexity"]
        assert back.converged is model.converged
        for name, own in (("topic_word", model.topic_word), ("doc_topic", model.doc_topic)):
            table = getattr(back, name)
            pd.testing.assert_frame_equal(table, own)
            assert table.index.name == own.index.name
            assert table.columns.name == own.columns.name
        assert back.words.name == "word"
        assert back.engine.num_updates == model.engine.num_updates
        assert back.engine.state.numdocs == 12

    def test_names_that_are_numbers_stay_so(self, model, folder):
        with_texts(folder, doc_ids=list(range(13)))
        assert load_model(folder).doc_topic.index.tolist() == list(range(13))


class TestTogether:
    counts = np.array([[3.0, 1.0, 0.0], [0.0, 2.0, 6.0]])

    def arrays(self, eta, used):
        weights = self.counts + used
        return {
            "counts": self.counts, "eta": np.asarray(eta), "doc_topic": np.full((4, 2), 0.5),
            "topic_word": weights / weights.sum(axis=1, keepdims=True),
        }  # fmt: skip

    @pytest.mark.parametrize(
        "eta", [0.5, np.array([0.1, 0.2, 0.3]), np.array([0.1, 0.2]), np.full((2, 3), 0.25)]
    )
    def test_a_prior_of_any_shape(self, eta):
        used = eta[:, None] if np.shape(eta) == (2,) else eta
        config = LDAConfig(n_topics=2)
        check_together(self.arrays(eta, used), 4, config, Path("m"))
        wrong = self.arrays(eta, used + 0.01)
        assert said(lambda: check_together(wrong, 4, config, Path("m")), InputError).startswith(
            "m: topic_word holds other topics"
        )
        # After an update with more documents, topics need not be those of the counts.
        check_together(wrong, 5, config, Path("m"))
        assert eta_of_topics(wrong, config) is wrong["eta"]

    @pytest.mark.parametrize("n", [0, 1, 2])
    def test_documents_are_none_or_as_many_as_topics(self, n):
        arrays = self.arrays(0.5, 0.5) | {"doc_topic": np.full((n, 2), 0.5)}
        if n != 1:
            check_together(arrays, 4, LDAConfig(n_topics=2), Path("m"))
            return
        assert said(
            lambda: check_together(arrays, 4, LDAConfig(n_topics=2), Path("m")), InputError
        ).startswith("m: doc_topic holds shares of 1 documents, fewer than topics.")

    def test_an_eta_that_was_learned_beside_the_topics(self):
        config = LDAConfig(n_topics=2, algorithm="vb", eta="auto")
        kept = self.arrays(np.array([0.1, 0.2, 0.3]), 0.5)
        found = eta_of_topics(kept, config)
        assert (found.tolist(), found.dtype) == ([0.5] * 3, np.float32)
        check_together(kept, 4, config, Path("m"))
        own = self.arrays(np.array([0.1, 0.2, 0.3]), np.array([0.1, 0.2, 0.3]))
        assert eta_of_topics(own, config) is own["eta"]
        neither = self.arrays(np.array([0.1, 0.2, 0.3]), 0.6)
        assert eta_of_topics(neither, config) is neither["eta"]


class TestNpz:
    wanted = {"a": (("<f4", "<f8"), ((2, None), ()))}  # noqa: RUF012

    def read(self, path):
        with path.open("rb") as file:
            return read_arrays(file, path, self.wanted)

    def told(self, path):
        told = said(lambda: self.read(path), InputError)
        start, end = f"{path} cannot be read (", "). Save the model again."
        assert told.startswith(start)
        assert told.endswith(end)
        return told.removeprefix(start).removesuffix(end)

    @pytest.mark.parametrize(
        ("arrays", "what"),
        [
            ({"a": np.ones(()), "b": np.ones(1)}, "it holds the arrays a and b, not a"),
            ({"a": np.ones((2, 1), "<i8")}, "a holds <i8, not <f4 or <f8"),
            ({"a": np.ones(3)}, "a has shape (3,), but the text beside it asks for (2, n) or (): "
                                "not of one model"),
            ({"a": np.ones((3, 2))}, "a has shape (3, 2), but the text beside it asks for (2, n) "
                                     "or (): not of one model"),
        ],
    )  # fmt: skip
    def test_other_arrays(self, arrays, what, tmp_path):
        np.savez(tmp_path / "a.npz", **arrays)
        assert self.told(tmp_path / "a.npz") == what

    def test_arrays_that_are_wanted(self, tmp_path):
        path = tmp_path / "a.npz"
        for array in (np.arange(6.0).reshape(2, 3), np.array(2.5, "<f4"), np.ones((2, 0)),
                      np.asfortranarray(np.arange(6.0).reshape(2, 3))):  # fmt: skip
            np.savez(path, a=array)
            found = self.read(path)["a"]
            np.testing.assert_array_equal(found, array)
            assert found.dtype == array.dtype
            assert found.flags.writeable

    def test_bytes_that_are_not_as_the_header_says(self, tmp_path):
        path, other = tmp_path / "a.npz", tmp_path / "b.npz"
        np.savez(path, a=np.ones((2, 3)))
        with zipfile.ZipFile(path) as archive:
            content = archive.read("a.npy")
        cases = {
            "a holds more or less than its header says": (content + b"x", zipfile.ZIP_STORED),
            "a is compressed or encrypted": (content, zipfile.ZIP_DEFLATED),
            "a has another header than an array of numbers": (
                content.replace(b"NUMPY\x01", b"NUMPY\x02", 1), zipfile.ZIP_STORED
            ),
        }  # fmt: skip
        for what, (data, way) in cases.items():
            with zipfile.ZipFile(other, "w", way) as archive:
                archive.writestr("a.npy", data)
            assert self.told(other) == what
        with zipfile.ZipFile(other, "w") as archive:
            archive.writestr("a.npy", content[:-8])
        assert self.told(other) == "a holds more or less than its header says"
        os.truncate(path, 30)
        assert self.told(path) == "File is not a zip file"
