"""A fit that gensim itself made, taken in with the documents it is to be used on."""

from dataclasses import replace

from gensim.models import LdaModel

from topics._checks import check_given
from topics.errors import TopicsError
from topics.lda._pickled import model_of_gensim
from topics.lda.fit import doc_topics
from topics.lda.model import TopicModel
from topics.text.bow import BagOfWords


def adopt_gensim(lda: LdaModel, bow: BagOfWords) -> TopicModel:
    """Return a model of gensim as ours, with shares of the documents of `bow`.

    Raises
    ------
    TopicsError
        As `TopicModel.from_gensim`, which calls this, says.
    """
    check_given(lda, LdaModel, name="lda")
    model = model_of_gensim(lda)
    shares = doc_topics(model, bow)
    if shares.isna().all(axis=None):
        raise TopicsError(
            "`lda` and `bow` share no word: were both made from the same tokens? First words: "
            f"{list(model.words[:3])} and {list(bow.words[:3])}."
        )
    return replace(model, doc_topic=shares)
