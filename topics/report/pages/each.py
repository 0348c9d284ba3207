"""Pages of a report on several languages: what each holds, countries over all, topics matched."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from topics.plots.axes import text_width
from topics.plots.save import Sheet
from topics.plots.style import ACCENT, BAND, QUIET
from topics.report.facts import counted
from topics.report.pages.page import (
    BOTTOM,
    HEIGHT,
    INNER,
    MARGIN,
    SIZE,
    WIDTH,
    add_footer,
    new_page,
    rule,
    warning_box,
    write,
    write_figures,
    write_rows,
)
from topics.report.together import (
    MATCHED,
    cautions_of_all,
    compared_sentences,
    counted_topics,
    dagger_line,
    findings_of,
    language_rows,
    lone_topics,
    match_sentences,
    numbers_of_all,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from topics.run.each import Mixed

COVERAGE = "Countries in each language"
LISTED = 34  # countries on the page of coverage
COLUMNS = 5  # languages on it
PAIRS = 8
NAMES = 1.7  # inches of the names of countries
ROW = 0.178
ACROSS = 1.0  # inches at the foot of the first page, for what is said across languages


def pages_of_all(mixed: "Mixed") -> list[Sheet]:
    """Return the pages that stand before those of the languages, with their footers."""
    body = [*coverage_page(mixed), *matches_pages(mixed)]
    sheets = [first_page(mixed), *body]
    for number, sheet in enumerate(sheets, start=1):
        if number > 1:
            add_footer(sheet.figure, mixed.survey.config.title, number)
    return sheets


def first_page(mixed: "Mixed") -> Sheet:
    """Say what was read by language, what was left out, and what stands out in each."""
    from matplotlib.figure import Figure

    page = Figure(figsize=(MARGIN * 2 + INNER, HEIGHT))
    down = write(page, mixed.survey.config.title, 0.7, size=19, weight="bold")
    rule(page, down + 0.08, color=ACCENT, thickness=1.6)
    down = write_figures(page, numbers_of_all(mixed), down + 0.2)
    down = warning_box(page, cautions_of_all(mixed), down)
    down = write(page, "What was read, by language", down, size=11, weight="bold") + 0.04
    down = write_rows(page, language_rows(mixed), down) + 0.12
    down = write(page, "What stands out in each language", down, size=11, weight="bold") + 0.04
    most = max(1, min(4, 9 // len(mixed.analyses)))
    found = findings_of(mixed, most=most)
    for place, (name, sentences) in enumerate(found):
        if down > HEIGHT - BOTTOM - ACROSS - 0.4:  # a name does not stand without a sentence
            more = counted(len(found) - place, "further language")
            down = write(page, f"Of {more}, the first page of each part says it.", down)
            break
        down = write(page, name, down, weight="bold")
        for line in sentences:
            if down > HEIGHT - BOTTOM - ACROSS:
                break
            down = write(page, f"•  {line}", down, hang=0.13) + 0.03
    down = write(page, "Across languages", down + 0.1, size=11, weight="bold") + 0.04
    write(page, counted_topics(mixed), down)
    return Sheet(page, section="Summary of all languages")


def coverage_page(mixed: "Mixed") -> Iterator[Sheet]:
    """Say how many documents name each country, by language, and which countries together."""
    tables = mixed.tables()
    coverage, pairs = tables["countries_by_language"], tables["country_pairs"]
    sizes = coverage[coverage["language"] != "all"].groupby("language")["n_docs"].max()
    every = [str(code) for code in mixed.survey.counts.index if code in sizes.index]
    codes = ["all", *every[:COLUMNS]]
    left = f" and {COLUMNS} of {len(every)} languages" if len(every) > COLUMNS else ""
    names = mixed.languages.set_index("language")["language_name"]
    order = coverage["country"].unique()
    shown = order[:LISTED]
    intro = (
        "Documents that name each country, over all languages and in each; in brackets, the same "
        "weighted by how much each is about it, which was calibrated on English news. Bars: the "
        "share among the documents in the language that name any country. Languages without "
        f"topics of their own are counted too. {len(shown):,} of {len(order):,} countries"
        f"{left}, those of most documents; all stand in tables/countries_by_language.csv."
    )
    page, down = new_page(COVERAGE, intro=intro)
    step = (INNER - NAMES) / len(codes)
    for place, code in enumerate(codes):
        label = "All" if code == "all" else str(names[code])
        write(page, label, down, left=MARGIN + NAMES + place * step, width=step, weight="bold")
    down += 0.24
    rows = coverage.set_index(["country", "language"])
    for country in shown:
        write(page, str(rows.loc[(country, "all"), "country_name"]), down, width=NAMES - 0.1)
        for place, code in enumerate(codes):
            cell = (country, code)
            if cell in rows.index:
                _cell(page, rows.loc[cell], MARGIN + NAMES + place * step, down, step)
        down += ROW
    if len(pairs):
        down = write(page, "Countries named together", down + 0.2, size=11, weight="bold") + 0.03
        text = "   ·   ".join(
            f"{row['first_name']} and {row['second_name']} {row['n_both']:,}".replace(" ", "\u00a0")
            for row in pairs.sort_values("n_both", ascending=False, kind="stable")
            .head(PAIRS).to_dict("records")
        )  # fmt: skip
        down = write(page, f"Documents of all languages that name both: {text}.", down)
        write(page, "All pairs, by language: tables/country_pairs.csv.", down, color=QUIET)
    yield Sheet(page, section=COVERAGE)


def _cell(page: "Figure", row: "pd.Series", left: float, down: float, step: float) -> None:
    """Write how many documents name a country in a language, before a bar of their share."""
    from matplotlib.patches import Rectangle

    wide = (step - 0.08) * row["share"]
    page.add_artist(
        Rectangle(
            (left / (INNER + 2 * MARGIN), 1 - (down + 0.165) / HEIGHT),
            wide / (INNER + 2 * MARGIN), 0.15 / HEIGHT, facecolor=BAND, alpha=0.55, linewidth=0,
        )
    )  # fmt: skip
    text = f"{row['n_docs']:,} ({row['n_effective']:,.0f})"
    write(page, text, down, left=left + 0.03, width=step, size=SIZE - 1)


def matches_pages(mixed: "Mixed") -> Iterator[Sheet]:
    """Line up topics of different languages, and name those without a counterpart."""
    if len(mixed.analyses) < 2:
        return
    intro = (
        "Words of two languages are not compared: topics are lined up by where and when they are "
        "written about. The score is the correlation of two topics' profiles over countries and, "
        "where dates allow, months (0: no more alike than chance; 1: the same), discounted for "
        "what is not known of them; in brackets its 95 % interval. A pair is named where countries "
        "put in random order, and months turned round, score as high with any topic of the other "
        "language so seldom that at most 5 % of what is named is expected to be chance; at the "
        "same time, where months alone do so in at most 5 % of the shuffles. What is named shares "
        "countries, and maybe months. It may still be two stories: read some of the documents."
    ).replace("95 %", f"{100 * mixed.survey.config.level:g} %")
    title = MATCHED
    page, down = new_page(title, intro=intro)
    section = title
    for head, lines in _blocks(mixed):
        if down + 0.25 + 0.2 * len(lines) > HEIGHT - BOTTOM:
            yield Sheet(page, section=section)
            page, down = new_page(f"{title} (continued)")
            section = ""
        if head:
            down = write(page, head, down + 0.06, size=10, weight="bold") + 0.03
        for place, line in enumerate(lines):
            weight = "bold" if not head and place == 0 else "normal"
            down = write(page, line, down, weight=weight, hang=0.13) + 0.02
        rule(page, down + 0.03)
        down += 0.1
    yield Sheet(page, section=section)


def _blocks(mixed: "Mixed") -> Iterator[tuple[str, list[str]]]:
    """Give what the page of matches says: heads with their lines, and pairs without a head."""
    yield "Languages compared", [*compared_sentences(mixed), *dagger_line(mixed)]
    found = match_sentences(mixed)
    if not found:
        yield "Written about the same countries", ["No two topics are told from chance."]
    for block in found:
        yield "", block
    yield from lone_topics(mixed)


def stamps(name: str, first: int, count: int) -> "list[Figure]":
    """Return pages with nothing but the language and the number in the whole at their top."""
    from matplotlib.figure import Figure

    found = []
    for number in range(first, first + count):
        page = Figure(figsize=(MARGIN * 2 + INNER, HEIGHT))
        page.patch.set_alpha(0)
        write(page, name, 0.3, size=SIZE - 1, color=ACCENT, weight="bold")
        label, size = f"page {number} of the whole", SIZE - 1.5
        write(page, label, 0.3, left=WIDTH - MARGIN - text_width(label, size), width=2,
              size=size, color=QUIET)  # fmt: skip
        found.append(page)
    return found
