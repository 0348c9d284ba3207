"""Draw the pictures of README from the sample corpus: python reports/gallery.py [FOLDER]."""

import sys
from dataclasses import replace
from pathlib import Path

import matplotlib as mpl

from topics import ReportConfig, analyse, figure_style
from topics.plots.kinds import draw_kind
from topics.plots.save import save_drawings
from topics.report.write import derived_tables
from topics.run.config import sample_folder


def main() -> None:
    """Write eight PNG files."""
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
    }
    with figure_style("report"), mpl.rc_context({"savefig.dpi": 150}):
        for name, (kind, table, options) in pictures.items():
            drawing = draw_kind(kind, table, folder / f"{name}.png", columns=2, **options)
            save_drawings([replace(drawing, alt="", data=None)])


if __name__ == "__main__":
    main()
