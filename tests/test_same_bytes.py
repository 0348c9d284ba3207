"""The same counts and features give the same bytes, however a machine compiles and shares work."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WORK = """
import hashlib, json, os
import numpy as np, pandas as pd, scipy.sparse as sp
from topics.countries.salience import salience_model
from topics.estimate.alignment import affinity
from topics.estimate.draws import draw_topic_country
from topics.lda.fit import doc_topics, fit_lda
from topics.lda.model import LDAConfig
from topics.lda.top_words import top_words
from topics.text.bow import BagOfWords

os.sched_getaffinity = lambda process: set(range(int(os.environ.get("CORES", "2"))))

def digest(*parts):
    whole = b"".join(np.ascontiguousarray(part).tobytes() for part in parts)
    return hashlib.sha256(whole).hexdigest()[:16]

rng = np.random.default_rng(0)
phi = rng.dirichlet(np.full(300, 0.05), 7)
counts = [rng.multinomial(60, mix @ phi) for mix in rng.dirichlet(np.full(7, 0.2), 600)]
names = pd.RangeIndex(600).astype(str), pd.RangeIndex(300).astype(str)
bow = BagOfWords(counts=sp.csr_array(np.array(counts)), doc_ids=names[0], words=names[1])
said = {}
for algorithm in ("cvb0", "vb"):
    restarts = 2 if algorithm == "cvb0" else None
    config = LDAConfig(n_topics=7, algorithm=algorithm, passes=11, restarts=restarts, eta="auto")
    model = fit_lda(bow, config)
    said[algorithm] = digest(model.topic_word, model.doc_topic, model.alpha)
    said[algorithm + " doc_topics"] = digest(doc_topics(model, bow))
    said[algorithm + " top_words"] = digest(top_words(model, 9)["weight"])
about = rng.choice(["KAZ", "UZB", "GEO"], 600)
weights = pd.DataFrame({"doc_id": names[0], "country": about, "weight": rng.uniform(0.5, 1, 600)})
for method in ("joint", "mean"):
    drawn = draw_topic_country(model, bow, weights, method=method, draws=20)
    said["estimates " + method] = digest(drawn.sample, drawn.estimate, drawn.topic_word)
for dateline in (True, False):
    salience = salience_model(dateline=dateline)
    table = pd.DataFrame(rng.random((4000, len(salience.features))), columns=salience.features)
    said[f"weights {dateline}"] = digest(salience.probability(table))
wide = rng.random((40, 20_000))
said["affinity"] = digest(affinity(wide, wide[::-1]))
print(json.dumps(said))
"""


def digests(cache, **options):
    own = {"NUMBA_CACHE_DIR": str(cache), "PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    command = [sys.executable, "-W", "ignore", "-c", WORK]
    done = subprocess.run(command, env=own | options, cwd=cache, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-800:]
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """Give a cache of kernels, and the digests of the run that compiled them."""
    cache = tmp_path_factory.mktemp("cache")
    return cache, digests(cache)


@pytest.mark.parametrize(
    "options",
    [
        {"CORES": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        {"CORES": "4", "OPENBLAS_NUM_THREADS": "4", "OPENBLAS_CORETYPE": "Haswell",
         "PYTHONHASHSEED": "7"},
        {"OPENBLAS_NUM_THREADS": "2", "TZ": "Asia/Tashkent", "LC_ALL": "C"},
    ],
    ids=["one thread", "four threads, another BLAS", "another zone"],
)  # fmt: skip
def test_cached_kernels_and_threads_change_no_byte(compiled, options):
    cache, first = compiled
    assert digests(cache, **options) == first


def test_kernels_for_an_older_processor_change_no_byte(compiled, tmp_path):
    """A generic processor has neither wide registers nor a fused multiply-add."""
    assert digests(tmp_path, NUMBA_CPU_NAME="generic") == compiled[1]
