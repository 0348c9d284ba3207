"""Text to counts: tokens, a vocabulary, and one row of counts per document."""

from topics.text.bow import BagOfWords, count_words
from topics.text.masking import mask_mentions
from topics.text.options import TokenOptions, stopwords
from topics.text.tokens import count_corpus, tokenize
from topics.text.vocabulary import lemmatize, vocabulary_report

__all__ = [
    "BagOfWords",
    "TokenOptions",
    "count_corpus",
    "count_words",
    "lemmatize",
    "mask_mentions",
    "stopwords",
    "tokenize",
    "vocabulary_report",
]
