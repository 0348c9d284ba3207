"""Draw the pictures of README from the sample corpus: python reports/gallery.py [FOLDER]."""

import argparse
from pathlib import Path

import matplotlib as mpl

from topics.analysis import analyse
from topics.config import ReportConfig, sample_folder
from topics.plots import figure_style
from topics.plots.kinds import draw_kind
from topics.plots.save import save_drawings
from topics.report import derived_tables


def main() -> None:
    """Write seven PNG files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("reports/gallery"))
    folder = parser.parse_args().folder
    run = analyse(ReportConfig.from_toml(sample_folder() / "report.toml"))
    shown, extra = run.shown(), derived_tables(run)
    topic = int(shown["topic"].iloc[shown["lift"].argmax()])
    country = shown["country"].iloc[shown["n_effective"].argmax()]
    pair = run.contrasts.loc[run.contrasts["p_value"].idxmin(), ["first", "second"]]
    contrasts = run.contrasts[(run.contrasts[["first", "second"]] == pair).all(axis=1)]
    pictures = {
        "topic-country": ("heatmap", shown, {}),
        "countries": ("countries", shown, {"topic": topic}),
        "country": ("topics", shown, {"country": country}),
        "world": ("world", run.estimates, {"topic": topic}),
        "topic-map": ("topic-map", extra["topic_map"], {}),
        "pairs": ("pairs", extra["country_pairs"], {}),
        "contrasts": ("contrasts", contrasts, {}),
    }
    with figure_style("report"), mpl.rc_context({"savefig.dpi": 150}):
        for name, (kind, table, options) in pictures.items():
            drawing = draw_kind(kind, table, folder / f"{name}.png", columns=2, **options)
            save_drawings([drawing])
            for beside in (".csv", ".txt"):
                drawing.path.with_suffix(beside).unlink()


if __name__ == "__main__":
    main()
