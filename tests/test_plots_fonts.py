"""Every plot is drawn where nothing is set and no font is installed but matplotlib's own."""

import io
import logging
import os
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib import font_manager, style
from matplotlib.font_manager import FontProperties, findfont, fontManager
from test_plots_layout import TABLES, boundaries, drawn_texts

from topics import plots
from topics.errors import TopicsError
from topics.plots import axes, fonts
from topics.plots.axes import text_width
from topics.plots.fonts import drawn_families, family_for, installed_families, mend_glyphs
from topics.plots.kinds import KINDS, plot_kind

OWN = Path(mpl.get_data_path())
ODD_SETTINGS = """
lines.linewidth: 7.5
axes.grid: True
axes.facecolor: yellow
font.size: 22
font.family: serif
savefig.bbox: tight
savefig.facecolor: red
path.sketch: 1, 100, 2
pdf.compression: 0
svg.fonttype: none
timezone: Asia/Tokyo
"""


def forget():
    fontManager._findfont_cached.cache_clear()
    fonts.family_for.cache_clear()
    fonts._letters.cache_clear()
    fonts._families_of.cache_clear()
    axes._width.cache_clear()


@pytest.fixture
def own_fonts(monkeypatch):
    """Matplotlib's own fonts, as where no other is installed."""
    installed_families()  # fonts of this machine are looked for once, and not in the test
    own = [entry for entry in fontManager.ttflist if OWN in Path(entry.fname).parents]
    monkeypatch.setattr(fontManager, "ttflist", own)
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda *args, **kwargs: [])
    forget()
    yield
    forget()


@pytest.fixture
def default_settings():
    with style.context("default"):
        yield


def draw(kind, folder):
    table, options = TABLES["world" if kind == "choropleth" else kind]
    if kind == "choropleth":
        options = options | {"boundaries": boundaries(folder, ISO_A3="KAZ")}
    return KINDS[kind].draw(table, **options).get_figure(root=True)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn_as_matplotlib_comes(
    kind, own_fonts, default_settings, tmp_path, caplog
):
    with caplog.at_level(logging.WARNING, logger="matplotlib"):
        figure = draw(kind, tmp_path)
        assert drawn_texts(figure)
        for ending in ("pdf", "svg", "png"):
            written = io.BytesIO()
            figure.savefig(written, format=ending)
            assert len(written.getvalue()) > 1000
        mend_glyphs(figure)
    assert caplog.messages == []


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, ["DejaVu Sans"]),
        ({"font.family": "serif"}, ["DejaVu Serif"]),
        ({"font.family": "sans"}, ["DejaVu Sans"]),
        ({"font.family": ["monospace", "serif"]}, ["DejaVu Sans Mono", "DejaVu Serif"]),
        # Neither list names a font that is there: matplotlib takes its own.
        ({"font.family": "cursive"}, ["DejaVu Sans"]),
        ({"font.family": "fantasy"}, ["DejaVu Sans"]),
        ({"font.family": ["fantasy", "STIXGeneral"]}, ["STIXGeneral"]),
        ({"font.sans-serif": ["Nowhere", "stixgeneral", "DejaVu Sans"]}, ["STIXGeneral"]),
        ({"font.family": ["Nowhere Sans-Serif", "Not: Here"]}, ["DejaVu Sans"]),
        ({"font.family": ["Nowhere", "DejaVu Serif"]}, ["DejaVu Serif"]),
    ],
    ids=str,
)
def test_text_is_measured_in_the_font_that_is_drawn(
    settings, expected, own_fonts, default_settings
):
    words = "50\u00a0% of газ, Türkiye"
    measured = text_width(words, 10)
    with mpl.rc_context(settings):
        drawn = drawn_families(mpl.rcParams["font.family"])
        assert list(drawn) == expected
        path = findfont(FontProperties(family=mpl.rcParams["font.family"]))
        assert path == findfont(FontProperties(family=[expected[0]]))
        # What was measured under other settings is not taken for this one.
        assert (text_width(words, 10) == measured) == (expected == ["DejaVu Sans"])
        figure = plots.plot_topic_words(TABLES["words"][0], topic=0).get_figure(root=True)
        mend_glyphs(figure)


def test_letters_that_a_family_lacks_come_from_matplotlibs_own(own_fonts, default_settings):
    assert family_for("gas %", ("cmr10",)) == ("cmr10",)
    assert family_for("газ %", ("cmr10",)) == ("cmr10", "DejaVu Sans")
    with mpl.rc_context({"font.family": "cmr10", "axes.formatter.use_mathtext": True}):
        assert text_width("газ %", 10) > 0
    with pytest.raises(TopicsError, match=r"CJK UNIFIED IDEOGRAPH-6C34.*fonts-noto-cjk"):
        text_width("水 %", 10)


def test_a_font_given_to_matplotlib_later_is_known(own_fonts, tmp_path, monkeypatch):
    later = [entry for entry in fontManager.ttflist if entry.name != "DejaVu Serif"]
    (path,) = {e.fname for e in fontManager.ttflist if Path(e.fname).name == "DejaVuSerif.ttf"}
    monkeypatch.setattr(fontManager, "ttflist", later)
    forget()
    assert drawn_families(["DejaVu Serif"]) == ("DejaVu Sans",)
    fontManager.addfont(path)
    assert drawn_families(["DejaVu Serif"]) == ("DejaVu Serif",)


def test_installed_fonts_do_not_change_the_bytes_of_a_figure(tmp_path, request):
    if all(OWN in Path(entry.fname).parents for entry in fontManager.ttflist):
        pytest.skip("no font is installed here but matplotlib's own")
    table = TABLES["countries"][0].assign(country_name="Казахстан, Türkiye, Ελλάδα 50 %")

    def made(folder):
        folder.mkdir()
        for ending in ("pdf", "svg", "png"):
            plot_kind("countries", table, folder / f"x.{ending}", topic=1)
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    with_all = made(tmp_path / "all")
    request.getfixturevalue("own_fonts")
    assert made(tmp_path / "own") == with_all


def test_a_matplotlibrc_of_the_working_directory_decides_nothing(tmp_path):
    code = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "import matplotlib\n"
        "from test_plots_layout import KINDS, TABLES, plot_kind\n"
        "from topics.report.html import _svg\n"
        "from topics.plots import figure_style\n"
        "print(matplotlib.rcParams['lines.linewidth'])\n"
        "for kind in ('countries', 'coverage', 'heatmap'):\n"
        "    table, options = TABLES[kind]\n"
        "    plot_kind(kind, table, f'{kind}.pdf', **options)\n"
        "    plot_kind(kind, table, f'{kind}.png', **options)\n"
        "    with figure_style('report'):\n"
        "        figure = KINDS[kind].draw(table, **options).figure\n"
        "    open(f'{kind}.html', 'w').write(_svg(figure))\n"
    )
    tests = Path(__file__).parent
    made = []
    for folder, settings in (("plain", ""), ("odd", ODD_SETTINGS)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "matplotlibrc").write_text(settings, "utf-8")
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code, tests, tests.parent],
            check=True, cwd=tmp_path / folder, capture_output=True, text=True,
        )  # fmt: skip
        assert done.stdout == ("7.5\n" if settings else "1.5\n")  # it was read
        (tmp_path / folder / "matplotlibrc").unlink()
        made.append({path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()})
    assert len(made[0]) == 3 * 3 + 2 * 3
    assert made[0] == made[1]


@pytest.mark.parametrize("home", ["empty", "missing", "unwritable", "unset"])
def test_a_command_says_nothing_of_caches_whatever_the_home_is(home, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    homes = {"empty": "empty", "missing": "gone/home", "unwritable": "file/home"}
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("HOME", "MPLCONFIGDIR") and not name.startswith("XDG_")
    }
    if home in homes:
        kept["HOME"] = str(tmp_path / homes[home])
    TABLES["words"][0].to_csv(tmp_path / "words.csv", index=False)
    done = subprocess.run(
        [sys.executable, "-m", "topics", "plot", "words", tmp_path / "words.csv",
         "--topic", "0", "-o", tmp_path / "x.pdf"],
        cwd=Path(__file__).parents[1], env=kept, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stderr == ""
    assert done.returncode == 0
    assert (tmp_path / "x.pdf").stat().st_size > 1000
