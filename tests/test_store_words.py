"""In which words a stored model is refused that is none."""

import numpy as np
import pytest
from by_hand import said
from stored import small_model, texts_of, with_arrays, with_texts

from topics.errors import InputError
from topics.lda.store import load_model, save_model

AGAIN = " Save the model again."


@pytest.fixture
def model():
    return small_model()


@pytest.fixture
def folder(model, tmp_path):
    return save_model(model, tmp_path / "new" / "model")


OF_TEXT = {
    "no JSON": ("{", "{path} is not JSON (Expecting property name enclosed in double quotes: "
                     "line 1 column 2 (char 1))."),
    "a key twice": ('{"a": 1, "a": 2}', "{path} is not JSON (a key stands twice)."),
    "a list": ("[]", None),
    "another format": ('{"format": "other"}', None),
}  # fmt: skip


@pytest.mark.parametrize("case", OF_TEXT)
def test_a_text_that_is_none_of_a_model(case, folder):
    path = folder / "model.json"
    path.write_text(OF_TEXT[case][0], "utf-8")
    message = OF_TEXT[case][1]
    assert said(lambda: load_model(folder), InputError) == (
        message.replace("{path}", str(path)) + AGAIN if message
        else f"{path} is not a saved model. Give a folder written by save_model."
    )  # fmt: skip


@pytest.mark.parametrize("version", [0, 3, "2", True, None, "x" * 38, "x" * 39])
def test_a_version_that_is_not_known(version, folder):
    path = with_texts(folder, version=version)
    shown = ascii(version) if len(ascii(version)) <= 40 else f"'{'x' * 36}..."
    assert said(lambda: load_model(folder), InputError) == (
        f"{path} has format version {shown}; this package reads 1 to 2. Use the package version "
        "that saved it, or fit again."
    )


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"more": 1}, "the key 'more' is none of a model"),
        ({"words": None}, "the key 'words' is missing"),
        ({"config": []}, "`config` must be a table and `converged` true or false"),
        ({"converged": 1}, "`config` must be a table and `converged` true or false"),
        ({"n_docs": -1}, "`n_docs` must be a whole number of at least 0; got -1"),
        ({"n_docs": 2**53}, f"`n_docs` must be a whole number of at least 0; got {2**53}"),
        ({"n_updates": 1.0}, "`n_updates` must be a whole number of at least 0; got 1.0"),
        ({"n_updates": True}, "`n_updates` must be a whole number of at least 0; got True"),
        ({"sha256": {"model.npz": ""}},
         "`sha256` must hold the hashes of model.npz and model.json"),
        ({"words": [1, 2]}, "`words` must be a list of texts"),
        ({"doc_ids": ["a", 1]}, "`doc_ids` must be a list of names"),
        ({"doc_ids": {}}, "`doc_ids` must be a list of names"),
        ({"doc_ids": ["b", "a", "a"]}, "`doc_ids` must be unique; 'a' occurs more than once"),
        ({"words": ["\ud800"]}, "`words` holds half a character, which no text can"),
    ],
    ids=str,
)  # fmt: skip
def test_a_value_that_is_none_of_a_model(changes, what, folder):
    path = with_texts(folder, **changes)
    assert said(lambda: load_model(folder), InputError) == f"{path}: {what}.{AGAIN}"


def test_a_configuration_that_is_none(folder):
    config = texts_of(folder)["config"]
    path = with_texts(folder, config=config | {"more": 1})
    assert said(lambda: load_model(folder), InputError) == (
        f"{path}: `config`: the key 'more' is missing or superfluous.{AGAIN}"
    )
    with_texts(folder, config=config | {"n_topics": 0})
    told = said(lambda: load_model(folder), InputError)
    assert told.startswith(f"{path}: `config`: ")
    assert told.endswith(f"; got 0.{AGAIN}")


def test_files_that_were_changed_or_do_not_belong_together(folder):
    with_texts(folder, sha256=texts_of(folder)["sha256"], converged=False, n_docs=13)
    assert said(lambda: load_model(folder), InputError) == (
        f"{folder / 'model.json'} was changed after it was saved: it has not the hash that stands "
        f"in it.{AGAIN}"
    )
    with_texts(folder)
    path = folder / "model.npz"
    with np.load(path) as archive:
        np.savez(path, **dict(archive) | {"alpha": np.ones(2, "<f4")})
    assert said(lambda: load_model(folder), InputError) == (
        f"{path} has not the hash that stands in model.json. The two files are not of one model, "
        "or one was changed; save it again."
    )


@pytest.mark.parametrize("name", ["model.json", "model.npz"])
def test_files_that_are_none(name, folder, tmp_path):
    path = folder / name
    path.rename(tmp_path / "kept")
    ask = " Give a folder written by save_model."
    assert said(lambda: load_model(folder), InputError) == f"{path} does not exist.{ask}"
    path.mkdir()
    assert said(lambda: load_model(folder), InputError) == f"{path} is not a file.{ask}"
    path.rmdir()
    path.symlink_to(tmp_path / "kept")
    assert said(lambda: load_model(folder), InputError) == (
        f"{path} is a link to {tmp_path / 'kept'}, out of its folder. Copy the file into the "
        "folder."
    )
    path.unlink()
    path.symlink_to(path)
    told = said(lambda: load_model(folder), InputError)
    assert told.startswith(f"{path} cannot be read (")
    assert told.endswith(f").{AGAIN}")


@pytest.mark.parametrize(
    ("name", "place", "value", "what"),
    [
        *[(name, 0, np.nan, "a number that is not finite") for name in
          ("counts", "topic_word", "alpha", "eta", "totals")],
        *[(name, 0, -1, "a number below zero") for name in
          ("counts", "topic_word", "alpha", "eta", "found", "totals", "restart", "pass")],
        ("alpha", 1, 0, "a prior of zero"), ("eta", 0, 0, "a prior of zero"),
        ("alpha", 1, 1e9, "a prior of 1e9 or more"),
        ("topic_word", 0, 1.5, "a share that is not in [0, 1]"),
        ("doc_topic", 0, -0.5, "a share that is not in [0, 1]"),
        ("topic_word", 0, 0.9, "a row that does not sum to 1"),
        ("doc_topic", 0, 0.5, "a row that does not sum to 1"),
        ("doc_topic", 0, np.nan, "a share that is not in [0, 1]"),
        ("found", 0, 2**53, "a number of 2**53 or more"),
        ("totals", 0, 2**53, "a number of 2**53 or more"),
        ("perplexity", 0, 0, "a number that is no perplexity"),
        ("perplexity", 0, np.inf, "a number that is no perplexity"),
    ],
)  # fmt: skip
def test_numbers_that_are_none_of_a_model(name, place, value, what, folder):
    with np.load(folder / "model.npz") as archive:
        array = archive[name]
    kind = "<f8" if name in ("totals", "eta") else array.dtype
    array = array.reshape(1, -1)[0].astype(kind)
    array[place] = value
    shape = {"counts": (2, 5), "topic_word": (2, 5), "doc_topic": (13, 2)}.get(name, array.shape)
    if name == "eta":
        shape = (len(array),) if len(array) in (2, 5) else ()
    path = with_arrays(folder, **{name: array.reshape(shape)})
    assert said(lambda: load_model(folder), InputError) == (
        f"{path}: {name} holds {what}. The file is not as it was saved."
    )


def test_numbers_that_do_not_belong_together(model, folder):
    end = ". The file is not as it was saved."
    path = with_arrays(folder, perplexity=np.ones(3))
    what = "another number of passes than its columns"
    assert said(lambda: load_model(folder), InputError) == f"{path}: perplexity holds {what}{end}"
    save_model(model, folder)
    turned = model.topic_word.to_numpy()[:, ::-1]
    with_arrays(folder, topic_word=np.ascontiguousarray(turned))
    what = "other topics than `counts` and `eta`"
    assert said(lambda: load_model(folder), InputError) == f"{path}: topic_word holds {what}{end}"
    save_model(model, folder)
    with_texts(folder, n_docs=11)
    what = "shares of 12 documents, more than the 11 that were fitted"
    assert said(lambda: load_model(folder), InputError) == f"{path}: doc_topic holds {what}{end}"
    save_model(model, folder)
    shares = model.doc_topic.to_numpy().copy()
    shares[1:] = np.nan
    with_arrays(folder, doc_topic=shares)
    what = "shares of 1 documents, fewer than topics"
    assert said(lambda: load_model(folder), InputError) == f"{path}: doc_topic holds {what}{end}"
