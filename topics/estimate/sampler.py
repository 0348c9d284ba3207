"""Posterior draws of country mixes, with the topics themselves uncertain.

The model is LDA whose documents know their countries:

- topic k:      phi_k ~ Dirichlet(eta)
- corpus:       m ~ Dirichlet(1 / K)
- country c:    pi_c ~ Dirichlet(g m); countries with few documents lean on the corpus
- document d:   theta_d ~ Dirichlet(s sum_c w_dc pi_c); s says how documents scatter
- word:         z ~ theta_d, then v ~ phi_z

with eta, g and s learned from the data. Clusters of documents are one more level, between
country and document, and periods another, between corpus and country and period; each has a
concentration of its own. It is the author-topic idea (Rosen-Zvi et al. 2004) with
known weights and with over-dispersed documents, in the hierarchy of Teh et al. (2006). A draw of
pi carries what the document sample, the words of each document, doubtful countries, and the
fitted topics leave open.

The draws of phi know no countries: they come from a plain LDA chain over the same words, with the
prior of the fit, and the country chain uses them without an answer (a cut; Plummer 2015). Were
they drawn from the country chain, its uneven m would let one topic grow into a background of
general words, and estimates would be about other topics than the labels. Only where documents
are too short to tell topics by themselves do the countries help to find them. Sweeps start at the
fitted topics and stay near them, so topic ids keep their meaning.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import numpy as np
from tqdm.auto import tqdm

from topics.estimate.bootstrap import DocumentMeans
from topics.estimate.documents import Documents
from topics.estimate.hierarchy import Hierarchy, new_key, redraw_concentration
from topics.estimate.inputs import Problem
from topics.estimate.resume import resumed, taken
from topics.estimate.words import Topics
from topics.writing.values import Checkpoint

# A state is kept after sweeps over about so many tokens: a second of work, or a few.
_TOKENS_BETWEEN, _SWEEPS_BETWEEN = 20_000_000, (5, 250)

Unit = Literal["document", "evidence"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Posterior:
    """Draws of the country mixes and what was learned on the way.

    Attributes
    ----------
    mixes : float32 array (n_draws, n_groups, n_topics)
        Draws of P(topic | group); each row sums to 1.
    phi : float32 array (n_words, n_topics)
        Mean of the draws of P(word | topic).
    scatter, shrinkage, eta : float
        Means of s, g and eta; eta is NaN where the topics stayed as fitted.
    """

    mixes: np.ndarray
    phi: np.ndarray
    scatter: float
    shrinkage: float
    eta: float


def n_sweeps(n_tokens: int, draws: int) -> tuple[int, int]:
    """Return the number of warm-up sweeps, and of sweeps over which the draws are spread.

    Small corpora get up to four sweeps per draw. In large ones the words say nearly all about
    topics and documents, draws differ by the bootstrap most of all, and a sweep serves two.

    Examples
    --------
    >>> n_sweeps(50_000, 500), n_sweeps(10_000_000, 500)
    ((500, 2000), (100, 250))
    """
    affordable = 400_000_000 // max(n_tokens, 1)
    warm_up = int(np.clip(affordable // 4, 100, 500))
    return warm_up, int(np.clip(affordable - warm_up, draws // 2, 4 * draws))


def sample_mixes(
    problem: Problem,
    *,
    draws: int,
    seed: Sequence[int],
    unit: Unit = "document",
    refit: bool = True,
    alpha: np.ndarray | None = None,
    threads: int = 1,
    checkpoint: Checkpoint | None = None,
) -> Posterior:
    """Draw country mixes by Gibbs sampling.

    Parameters
    ----------
    problem : Problem
        Lined-up inputs; its phi is where the topics start.
    draws : int
        Draws to keep.
    seed : sequence of int
        Same seed, same draws, whatever `threads` is.
    unit : {"document", "evidence"}
        "document" draws the mean topic shares of a group's documents; "evidence" draws the mix
        in the hierarchy.
    refit : bool
        Draw the topics too; otherwise they stay as fitted.
    alpha : array (n_topics,), optional
        Dirichlet prior of the fit's documents; symmetric and learned when not given.
    threads : int
        Threads to use.
    checkpoint : Checkpoint, optional
        Where the state is kept every so many sweeps; from what is there, the same draws go on.
    """
    rng = np.random.default_rng(list(seed))
    documents = Documents(problem)
    hierarchy = Hierarchy(problem, threads=threads)
    topics = Topics(problem, documents, alpha) if refit else None
    state = resumed(checkpoint, rng, documents, hierarchy, topics)
    phi = problem.phi if topics is None else topics.phi
    scatter, done, draw = state.get("scatter", 5.0), state.get("done", 0), state.get("draw", 0)
    means = DocumentMeans(problem)
    warm_up, sweeps = n_sweeps(len(documents.words), draws)
    # After how many sweeps each draw is taken.
    due = warm_up + np.ceil(np.arange(1, draws + 1) * sweeps / draws).astype(int)
    kept = np.empty((draws, len(problem.groups), phi.shape[1]), dtype=np.float32)
    kept[:draw] = state.get("kept", kept[:0])
    phi_sum, learned = state.get("phi_sum", np.zeros(phi.shape)), state.get("learned", np.zeros(3))
    every = int(np.clip(_TOKENS_BETWEEN // max(len(documents.words), 1), *_SWEEPS_BETWEEN))
    with ThreadPoolExecutor(threads) as pool:
        for step in tqdm(range(done + 1, warm_up + sweeps + 1), desc="sampling", disable=None):
            word_topic, tables, n_tables = documents.sweep(
                pool, threads, new_key(rng), phi, hierarchy.mixes[0], scatter
            )
            if topics is not None:
                phi = topics.update(rng, pool, threads, word_topic)
            hierarchy.update(rng, tables)
            scatter = redraw_concentration(rng, scatter, problem.lengths, int(n_tables.sum()))
            while draw < draws and due[draw] == step:
                kept[draw] = (
                    means.draw(rng, pool, documents, hierarchy)
                    if unit == "document"
                    else hierarchy.mixes[problem.reported]
                )
                draw += 1
            if step > warm_up:
                phi_sum += phi
                eta = np.nan if topics is None else topics.eta
                learned += scatter, hierarchy.concentrations[problem.reported], eta
            if checkpoint is not None and step % every == 0:
                checkpoint.save(
                    taken(rng, documents, hierarchy, topics)
                    | {"done": step, "draw": draw, "scatter": scatter, "kept": kept[:draw]}
                    | {"phi_sum": phi_sum, "learned": learned}
                )
    scatter, shrinkage, eta = (learned / sweeps).tolist()
    return Posterior(
        mixes=kept,
        phi=(phi_sum / sweeps).astype(np.float32),
        scatter=scatter,
        shrinkage=shrinkage,
        eta=eta,
    )
