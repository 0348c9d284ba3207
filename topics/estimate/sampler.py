"""Posterior draws of country mixes, with the topics themselves uncertain.

The model is LDA whose documents know their countries:

- topic k:      phi_k ~ Dirichlet(eta r), r the root of how frequent each word is, 1 on average
- general:      b ~ Dirichlet(0.1), the words that texts share whatever they are about
- corpus:       m ~ Dirichlet(1 / K)
- country c:    pi_c ~ Dirichlet(g m); countries with few documents lean on the corpus
- document d:   theta_d ~ Dirichlet(s sum_c w_dc pi_c); s says how documents scatter
- word:         general with probability l_d, v ~ b; else z ~ theta_d, then v ~ phi_z

with eta, g, s and the mean of the l_d learned from the data. Clusters of documents are one more
level, between country and document, and periods another, between corpus and country and period;
each has a concentration of its own. It is the author-topic idea (Rosen-Zvi et al. 2004) with
known weights and with over-dispersed documents, in the hierarchy of Teh et al. (2006), and with
the background of Chemudugunta, Smyth and Steyvers (2007). A draw of pi carries what the document
sample, the words of each document, doubtful countries, and the fitted topics leave open.

The general words matter. Topics of news share most of their frequent words. A model whose
topics cannot say so finds topics that are further apart than those that wrote the texts, and
documents that are more mixed than they are: the estimates lean towards the corpus, the more
surely the more documents there are. Sweeps start at the fitted topics and stay near them, so topic
ids keep their meaning.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import numpy as np

from topics._progress import progress
from topics.estimate.bootstrap import DocumentMeans
from topics.estimate.documents import Documents
from topics.estimate.hierarchy import Hierarchy, new_key, redraw_concentration
from topics.estimate.inputs import Problem
from topics.estimate.record import Record, n_sweeps
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
    mains : float32 array (n_draws, n_groups, n_topics) or None
        Draws of the shares of documents by their main topic, where `unit` is "document".
    states : float32 array (n_states, n_groups, n_topics)
        The mixes of the hierarchy on the way, without what `unit` "document" adds.
    n_sweeps : int
        Sweeps after the warm-up.
    n_about : float64 array (n_groups,)
        Mean number of documents that are about the group, given their words.
    phi : float32 array (n_words, n_topics)
        Mean of the draws of P(word | topic), with the general words that stand beside a topic's.
    scatter, shrinkage, eta, general : float
        Means of s, g, eta and of the share of general words; where the topics stayed as fitted,
        eta is NaN and no word is general.
    """

    mixes: np.ndarray
    mains: np.ndarray | None
    states: np.ndarray
    n_sweeps: int
    n_about: np.ndarray
    phi: np.ndarray
    scatter: float
    shrinkage: float
    eta: float
    general: float


def sample_mixes(
    problem: Problem,
    *,
    draws: int,
    seed: Sequence[int],
    unit: Unit = "document",
    refit: bool = True,
    fits: int = 1,
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
    fits : int
        How many such chains are put together: how long one must be depends on it.
    threads : int
        Threads to use.
    checkpoint : Checkpoint, optional
        Where the state is kept every so many sweeps; from what is there, the same draws go on.
    """
    rng = np.random.default_rng(list(seed))
    documents = Documents(problem)
    hierarchy = Hierarchy(problem, threads=threads)
    topics = Topics(problem, known=not refit)
    n_tokens, n_groups, level = len(documents.words), len(problem.groups), problem.reported
    record = Record(
        (n_groups, topics.phi.shape[1]), draws=draws, fits=fits,
        sweeps=n_sweeps(n_tokens, draws, fits=fits), kinds=2 if unit == "document" else 1,
    )  # fmt: skip
    state = resumed(checkpoint, rng, documents, hierarchy, topics)
    record.put_back(state.get("record", {}))
    scatter, step = state.get("scatter", 5.0), state.get("done", 0)
    phi_sum = state.get("phi_sum", np.zeros(topics.phi.shape))
    sizes = {"learned": 4, "about": len(documents.about)}
    learned, about = (state.get(name, np.zeros(size)) for name, size in sizes.items())
    means = DocumentMeans(problem)
    every = int(np.clip(_TOKENS_BETWEEN // max(n_tokens, 1), *_SWEEPS_BETWEEN))
    bar = progress(total=record.warm_up + record.ends[-1], initial=step, desc="sampling")
    with ThreadPoolExecutor(threads) as pool, bar:
        while not record.over:
            step += 1
            word_topic, tables, n_tables = documents.sweep(
                pool, threads, new_key(rng), topics, hierarchy.mixes[0], scatter
            )
            topics.update(rng, word_topic)
            hierarchy.update(rng, tables)
            scatter = redraw_concentration(rng, scatter, documents.lengths, int(n_tables.sum()))
            for _ in range(record.wanted(step)):
                record.add(
                    means.draw(rng, pool, documents, hierarchy, scatter)
                    if unit == "document"
                    else [hierarchy.mixes[level]]
                )
            record.after(step, hierarchy.mixes[level])
            if step > record.warm_up:
                phi_sum += topics.as_written()
                about += documents.about
                learned += (
                    scatter, hierarchy.concentrations[level], topics.eta, topics.general_share
                )  # fmt: skip
            if checkpoint is not None and step % every == 0 and not record.over:
                checkpoint.save(
                    taken(rng, documents, hierarchy, topics)
                    | {"done": step, "scatter": scatter, "record": record.taken()}
                    | {"phi_sum": phi_sum, "learned": learned, "about": about}
                )
            bar.update()
    scatter, shrinkage, eta, general = (learned / record.sweeps).tolist()
    return Posterior(
        mixes=record.kept[:, 0],
        mains=record.kept[:, 1] if unit == "document" else None,
        states=record.so_far(),
        n_sweeps=record.sweeps,
        n_about=np.bincount(problem.weights.indices, about, n_groups) / record.sweeps,
        phi=(phi_sum / record.sweeps).astype(np.float32),
        scatter=scatter,
        shrinkage=shrinkage,
        eta=eta,
        general=general,
    )
