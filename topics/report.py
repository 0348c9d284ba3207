"""An analysis as one PDF report, a PDF of every figure, every table as CSV, and a manifest."""

import json
import shutil
from collections.abc import Callable, Iterator
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from topics.analysis import Analysis, manifest
from topics.errors import TopicsError
from topics.prose import findings, method, summary
from topics.tables import write_csv

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    Draw = Callable[[Axes], object]

MANIFEST = "manifest.json"


def check_folder(folder: str | PathLike[str]) -> Path:
    """Raise unless a report can be written into `folder`; leave no trace there.

    Raises
    ------
    TopicsError
        When it is a file, cannot be made, or holds files that no report of ours wrote.
    """
    folder = Path(folder)
    draft = _draft(folder)
    try:
        draft.mkdir(parents=True)
        draft.rmdir()
        strangers = folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).is_file()
    except OSError as error:
        raise TopicsError(
            f"cannot write into {folder}: {error.strerror}. Choose another folder with --out."
        ) from error
    if folder.exists() and not folder.is_dir():
        raise TopicsError(f"{folder} is a file. Choose a folder with --out.")
    if strangers:
        raise TopicsError(
            f"{folder} holds files but no {MANIFEST}, so it is no report of ours to replace. "
            "Choose another folder with --out."
        )
    return folder


def write_report(analysis: Analysis, folder: str | PathLike[str]) -> Path:
    """Write the report of an analysis; an older report in `folder` is replaced as a whole.

    Parameters
    ----------
    analysis : Analysis
        What `analyse` returns.
    folder : path
        Where to write ``report.pdf``, ``figures/*.pdf``, ``tables/*.csv``, ``manifest.json``.

    Returns
    -------
    Path
        Of ``report.pdf``.

    Raises
    ------
    TopicsError
        As in `check_folder`.
    """
    from topics.plots.page import save_pdf
    from topics.plots.style import figure_style

    folder = check_folder(folder)
    draft = _draft(folder)
    draft.mkdir()
    try:
        with figure_style("report"):
            save_pdf(_pages(analysis), draft / "report.pdf", title=analysis.config.title)
            for name, size, draw in _figures(analysis):
                _save_figure(draft / "figures" / f"{name}.pdf", size, draw)
        for name, table in analysis.tables().items():
            write_csv(table, draft / "tables" / f"{name}.csv")
        text = json.dumps(manifest(analysis), indent=2, sort_keys=True, ensure_ascii=False)
        (draft / MANIFEST).write_text(text + "\n", encoding="utf-8")
        if folder.is_dir():
            old = folder.rename(draft.with_suffix(".old"))
            draft.rename(folder)
            shutil.rmtree(old)
        else:
            draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return folder / "report.pdf"


def _draft(folder: Path) -> Path:
    full = folder.resolve()
    return full.with_name(f".{full.name}.draft")


def _save_figure(path: Path, size: tuple[float, float], draw: "Draw") -> None:
    from matplotlib.figure import Figure

    from topics.plots.page import save_pdf

    figure = Figure(figsize=size, layout="constrained")
    draw(figure.add_subplot())
    save_pdf([figure], path, title=path.stem)


def _figures(analysis: Analysis) -> Iterator[tuple[str, tuple[float, float], "Draw"]]:
    """Name, size in inches and drawing of every figure that stands on its own."""
    from topics import plots

    shown = analysis.shown()
    n_topics, n_countries = shown["topic"].nunique(), shown["country"].nunique()
    yield "flow", (5, 2.2), lambda ax: plots.plot_flow(analysis.flow, ax=ax)
    yield "coverage", (5, 2), lambda ax: plots.plot_coverage(analysis.corpus["date"], ax=ax)
    size = (2.4 + 0.42 * n_topics, 2.2 + 0.2 * n_countries)
    yield "topic-country", size, lambda ax: plots.plot_topic_country(shown, ax=ax)
    for topic in sorted(shown["topic"].unique()):
        yield f"topic-{topic + 1:02d}-words", (3, 2.6), _words(analysis.words, topic)
        yield f"topic-{topic + 1:02d}-countries", (4, 3), _countries(shown, topic)
    for country in sorted(shown["country"].unique()):
        yield f"country-{country}-topics", (4.6, 2.8), _topics(shown, country)


def _words(words: pd.DataFrame, topic: int) -> "Draw":
    from topics.plots import plot_topic_words

    return lambda ax: plot_topic_words(words, topic=topic, ax=ax)


def _countries(estimates: pd.DataFrame, topic: int) -> "Draw":
    from topics.plots import plot_countries_of_topic

    return lambda ax: plot_countries_of_topic(estimates, topic=topic, ax=ax)


def _topics(estimates: pd.DataFrame, country: str) -> "Draw":
    from topics.plots import plot_topics_of_country

    return lambda ax: plot_topics_of_country(estimates, country=country, ax=ax)


def _pages(analysis: Analysis) -> "Iterator[Figure]":
    from topics import plots

    shown = analysis.shown()
    level = f"{100 * analysis.config.level:g} %"
    yield _title_page(analysis)
    yield from _grid_pages(
        "The topics and their words",
        "The words that tell each topic from the others (relevance, lambda 0.6); the bar is the "
        "word's share of the topic. In brackets, the topic's share of the corpus.",
        [_words(analysis.words, topic) for topic in sorted(shown["topic"].unique())],
        rows=4,
        columns=3,
    )
    yield _whole_page(
        "Topics by countries",
        "P(topic | country): the share of what is written about a country that goes to each "
        f"topic, in per cent. Coloured where the {level} interval leaves out the topic's share in "
        "the corpus; grey numbers do not differ from it credibly.",
        lambda ax: plots.plot_topic_country(shown, ax=ax),
        height=min(1.0, (2.2 + 0.2 * shown["country"].nunique()) / 9),
    )
    whiskers = f"Dot: estimate; thick line: 50 % interval; thin line: {level} interval."
    yield from _grid_pages(
        "Countries of each topic",
        f"P(topic | country), highest first. {whiskers} Dashed: the topic's share in the corpus. "
        "n: documents about the country, weighted by how much they are about it.",
        [_countries(shown, topic) for topic in sorted(shown["topic"].unique())],
        rows=4,
        columns=2,
    )
    by_size = shown.drop_duplicates("country").sort_values(
        ["n_effective", "country"], ascending=[False, True]
    )
    yield from _grid_pages(
        "Topics of each country",
        f"P(topic | country), highest first. {whiskers} Upright tick: the topic's share in the "
        "corpus.",
        [_topics(shown, country) for country in by_size["country"]],
        rows=4,
        columns=2,
    )
    yield _method_page(analysis)


def _title_page(analysis: Analysis) -> "Figure":
    from topics.plots import plot_coverage, plot_flow
    from topics.plots.page import HEIGHT, MARGIN, WIDTH, new_page, wrap, write_lines, write_rows

    page, down = new_page(analysis.config.title)
    down = write_rows(page, summary(analysis), down) + 0.2
    sentences = findings(analysis.estimates, level=analysis.config.level)
    if sentences:
        down = write_lines(page, ["What stands out"], down, size=10, weight="bold", line=0.25)
        for sentence in sentences:
            down = write_lines(page, wrap(f"•  {sentence}", indent="    "), down) + 0.04
    width = (WIDTH - 2 * MARGIN) / WIDTH
    left = (MARGIN + 1.1) / WIDTH
    space = HEIGHT - down - MARGIN
    if space > 2.4:
        top = page.add_axes((left, 1 - (down + 1.5) / HEIGHT, width - 1.1 / WIDTH, 1.0 / HEIGHT))
        plot_flow(analysis.flow, ax=top)
        low = page.add_axes((left, MARGIN / HEIGHT, width - 1.1 / WIDTH, 0.6 / HEIGHT))
        plot_coverage(analysis.corpus["date"], ax=low)
    return page


def _whole_page(title: str, intro: str, draw: "Draw", *, height: float) -> "Figure":
    from topics.plots.page import HEIGHT, MARGIN, WIDTH, new_page

    page, down = new_page(title, intro=intro)
    space = (HEIGHT - MARGIN - down) * height
    page.set_layout_engine(
        "constrained",
        rect=(MARGIN / WIDTH, 1 - (down + space) / HEIGHT, 1 - 2 * MARGIN / WIDTH, space / HEIGHT),
    )
    draw(page.add_subplot())
    return page


def _grid_pages(
    title: str, intro: str, draws: "list[Draw]", *, rows: int, columns: int
) -> "Iterator[Figure]":
    from topics.plots.page import HEIGHT, MARGIN, WIDTH, new_page

    size = rows * columns
    for start in range(0, len(draws), size):
        page, down = new_page(title if start == 0 else f"{title} (continued)", intro=intro)
        space = HEIGHT - MARGIN - down
        page.set_layout_engine(
            "constrained",
            rect=(MARGIN / WIDTH, MARGIN / HEIGHT, 1 - 2 * MARGIN / WIDTH, space / HEIGHT),
            w_pad=0.1, h_pad=0.08,
        )  # fmt: skip
        grid = page.add_gridspec(rows, columns)
        for place, draw in enumerate(draws[start : start + size]):
            draw(page.add_subplot(grid[divmod(place, columns)]))
        yield page


def _method_page(analysis: Analysis) -> "Figure":
    from topics.plots.page import new_page, wrap, write_lines

    page, down = new_page("Method and limits")
    for heading, text in method(analysis):
        down = write_lines(page, [heading], down, size=9.5, weight="bold", line=0.24)
        down = write_lines(page, wrap(text), down) + 0.12
    return page
