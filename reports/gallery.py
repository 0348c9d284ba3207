"""Draw the pictures of README from the sample corpus: python reports/gallery.py [FOLDER]."""

import sys
from dataclasses import replace
from pathlib import Path

import matplotlib as mpl

from topics import ReportConfig, analyse, figure_style
from topics.plots.kinds import draw_kind
from topics.plots.pair import plot_pair
from topics.plots.rows import told_beyond
from topics.plots.save import save_drawings, save_figure
from topics.report.write import derived_tables
from topics.run.config import sample_folder


def main() -> None:
    """Write the PNG files."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "reports/gallery")
    run = analyse(ReportConfig.from_toml(sample_folder() / "report.toml"))
    shown, extra = run.shown(), derived_tables(run)
    topic, country = shown["topic"].iloc[shown["lift"].argmax()], run.contrasts["first"].iloc[0]
    contrasts = run.contrasts.merge(run.contrasts.nsmallest(1, "p_value")[["first", "second"]])
    pictures = {
        "topic-country": ("heatmap", shown, {}),
        "countries": ("countries", shown, {"topic": topic}),
        "country": ("topics", shown, {"country": country}),
        "world": ("world", run.estimates, {"topic": topic}),
        "topic-map": ("topic-map", extra["topic_map"], {}),
        "pairs": ("pairs", extra["country_pairs"], {}),
        "contrasts": ("contrasts", contrasts, {}),
        "beyond": ("beyond", run.pairs, {}),
        "relations": ("relations", run.pairs, {}),
    }
    with figure_style("report"), mpl.rc_context({"savefig.dpi": 150}):
        for name, (kind, table, options) in pictures.items():
            drawing = draw_kind(kind, table, folder / f"{name}.png", columns=2, **options)
            save_drawings([replace(drawing, alt="", data=None)])
    named = run.pairs[told_beyond(run.pairs)].nlargest(1, "beyond_low").iloc[0]
    pair = f"{named['first']}-{named['second']}"
    with figure_style("report", columns=2), mpl.rc_context({"savefig.dpi": 150}):
        figure = plot_pair(
            run.pairs, pair=pair, words=extra["pair_words"], passages=extra["pair_passages"]
        ).get_figure(root=True)
        assert figure is not None
        save_figure(figure, folder / "pair.png", title=pair)
        sides = draw_kind("sides", run.pairs, folder / "sides.png", columns=2, pair=pair)
        save_drawings([replace(sides, alt="", data=None)])


if __name__ == "__main__":
    main()
