"""How far a fit by variational Bayes has come, written now and then, and taken up again."""

import time

import numpy as np
from gensim.models import LdaModel

from topics.lda._documents import Floats
from topics.lda._fit_file import FitFile, on_lines

_SECONDS_BETWEEN = 2.0


class Progress:
    """The last update of the topics that is written, and the model brought to where it was then.

    Parameters
    ----------
    model : LdaModel
        As it was made, or trained before; brought to the state in the file, but for its topics.
    saved : FitFile or None
        Where to write; None writes nothing.
    passes : int
        Passes that the fit is to make.

    Attributes
    ----------
    done : (int, int)
        Pass, from 0, and chunk, from 1, after which the state was written; (-1, 0) without.
    statistics : array of float32, or None
        The sufficient statistics of then, word by word.

    Raises
    ------
    InputError
        When the file cannot be read, is of another fit, or of one that made more passes.
    """

    def __init__(self, model: LdaModel, saved: FitFile | None, *, passes: int) -> None:
        self.model, self.saved = model, saved
        self.done = (-1, 0)
        self.statistics: Floats | None = None
        self._last = time.monotonic()
        state = None if saved is None else saved.read()
        if saved is None or state is None:
            return
        number, chunk, model.num_updates = state["done"].tolist()
        if number >= passes:
            raise saved.of_another()
        self.done = (number, chunk)
        self.statistics = on_lines(state["statistics"])
        model.alpha, model.eta = state["alpha"], state["eta"]
        place, has_gauss, gauss = state["place"].tolist()
        model.random_state.set_state(("MT19937", state["draws"], int(place), int(has_gauss), gauss))

    def note(self, done: tuple[int, int], statistics: Floats, *, at_end: bool) -> None:
        """Write the state after an update, unless the last one was written a moment ago."""
        now = time.monotonic()
        if self.saved is None or (now - self._last < _SECONDS_BETWEEN and not at_end):
            return
        model = self.model
        _, draws, place, has_gauss, gauss = model.random_state.get_state()
        self.saved.write(
            {
                "done": np.array([*done, model.num_updates]),
                "statistics": statistics,
                "alpha": np.asarray(model.alpha),
                "eta": np.asarray(model.eta),
                "draws": draws,
                "place": np.array([place, has_gauss, gauss], np.float64),
            }
        )
        self._last = time.monotonic()
