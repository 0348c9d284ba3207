"""Counts to topics: LDA behind gensim's interface, what its topics mean, and how it is kept."""

from topics.lda.export import prepare_ldavis, write_mallet, write_r
from topics.lda.fit import doc_topics, fit_lda
from topics.lda.guided import fit_guided
from topics.lda.labels import auto_labels, label_table, read_labels, write_labels
from topics.lda.model import LDAConfig, TopicModel
from topics.lda.seed_words import read_seed_words
from topics.lda.store import load_model, save_model
from topics.lda.top_words import top_words
from topics.lda.transformer import TopicTransformer
from topics.lda.word_intervals import word_intervals

__all__ = [
    "LDAConfig",
    "TopicModel",
    "TopicTransformer",
    "auto_labels",
    "doc_topics",
    "fit_guided",
    "fit_lda",
    "label_table",
    "load_model",
    "prepare_ldavis",
    "read_labels",
    "read_seed_words",
    "save_model",
    "top_words",
    "word_intervals",
    "write_labels",
    "write_mallet",
    "write_r",
]
