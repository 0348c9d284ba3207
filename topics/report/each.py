"""A report on several languages: one folder for each, and what they have in common before them."""

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from topics._write import atomic_open
from topics.report.colours import palette_css
from topics.report.manifest import machine, manifest, settings_of, versions
from topics.run.config import config_of_part
from topics.run.kept import FOLDER
from topics.writing.folder import Draft
from topics.writing.replace import MANIFEST, hash_below
from topics.writing.staging import PROGRAM

if TYPE_CHECKING:
    from topics.run.each import Mixed
    from topics.run.stages import Shelf


def fill_mixed(mixed: "Mixed", draft: Draft, shelf: "Shelf") -> None:
    """Write all files of a report on several languages into a draft.

    Parameters
    ----------
    mixed : Mixed
        What `analyse_each` returns.
    draft : Draft
        What `report_folder` gave. Each language has a folder in it, by its code, with a whole
        report; ``report.pdf``, ``report.html`` and ``tables`` are over all languages.
    shelf : Shelf
        Where the stages are kept.
    """
    from topics.plots import figure_style
    from topics.plots.save import join_pages
    from topics.report.pages.each import pages_of_all, stamps
    from topics.report.write import fill_report
    from topics.tables import write_csv

    config = mixed.survey.config
    for code, analysis in mixed.analyses.items():
        own = Draft(folder=draft.folder / code, path=draft.path / code, kind=draft.kind)
        own.path.mkdir()
        fill_report(analysis, own)
        # Before the manifest, which is no file of the report.
        shelf.under(code).end(config_of_part(config, code), own.path)
        content = {"program": PROGRAM, "kind": own.kind, **own.facts, "files": hash_below(own.path)}
        _write_json(own, content)
    with figure_style("report"):
        sheets = pages_of_all(mixed)
        names = mixed.languages.set_index("language")["language_name"]
        parts = {str(names[code]): draft.path / code / "report.pdf" for code in mixed.analyses}
        join_pages(sheets, parts, draft.path / "report.pdf", title=config.title, stamp=stamps)
    with atomic_open(draft.path / "report.html") as file:
        file.write(index_page(mixed))
    for name, table in mixed.tables().items():
        write_csv(table, draft.path / "tables" / f"{name}.csv")
    draft.facts.update(facts_of_all(mixed))
    draft.lasting.append(FOLDER)


def _write_json(draft: Draft, content: dict[str, Any]) -> None:
    with atomic_open(draft.path / MANIFEST) as file:
        json.dump(content, file, indent=2, sort_keys=True, ensure_ascii=False)
        file.write("\n")


def facts_of_all(mixed: "Mixed") -> dict[str, Any]:
    """Return what the manifest says: inputs by hash, configuration, versions, counts."""
    from topics.run.stages import source_hash

    found = mixed.survey
    return {
        "config": settings_of(found.config),
        "settings": settings_of(found.config),
        "source": source_hash(),
        "machine": machine(),
        "inputs_sha256": found.inputs,
        "counts": {
            "documents": len(found.corpus),
            "languages": {str(code): int(n) for code, n in found.counts.items()},
            "countries": int(found.weights["country"].nunique()),
        },
        "languages": {code: manifest(one)["counts"] for code, one in mixed.analyses.items()},
        "versions": versions(),
    }


def index_page(mixed: "Mixed") -> str:
    """Return a page of HTML that leads to the report of each language."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    from topics.report.together import (
        MATCHED,
        cautions_of_all,
        compared_sentences,
        counted_topics,
        language_rows,
        match_sentences,
        numbers_of_all,
    )

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    template = files("topics.report").joinpath("web", "each.html").read_text("utf-8")
    return environment.from_string(template).render(
        title=mixed.survey.config.title,
        colours=Markup(palette_css()),
        numbers=numbers_of_all(mixed),
        warnings=cautions_of_all(mixed),
        languages=[
            (code, name, text)
            for code, (name, text) in zip(mixed.analyses, language_rows(mixed), strict=True)
        ],
        matched=MATCHED,
        across=counted_topics(mixed),
        compared=compared_sentences(mixed),
        matches=match_sentences(mixed),
        tables=sorted(mixed.tables()),
    )
