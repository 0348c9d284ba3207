"""Text to counts: tokens, a vocabulary, and one row of counts per document."""

from topics.text.bow import BagOfWords, count_words
from topics.text.tokens import count_corpus, mask_mentions, stopwords, tokenize

__all__ = [
    "BagOfWords",
    "count_corpus",
    "count_words",
    "mask_mentions",
    "stopwords",
    "tokenize",
]
