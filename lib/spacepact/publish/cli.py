"""The command line: ``spacepact build | check | tables | score``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

# Nothing heavy is imported here: an unchanged book must be recognised in a blink.
from spacepact.publish.digest import OUTPUTS, is_current

PARTS = tuple(OUTPUTS)


def main(arguments: list[str] | None = None) -> int:
    """Run a command; return its exit code. Bad input ends in one message, never in a traceback."""
    parser = argparse.ArgumentParser(prog="spacepact", description="Partners on Paper: articles to tables to a book.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    build = commands.add_parser("build", help="build the book into _build")
    build.add_argument("parts", nargs="*", metavar="PART", help="html, pdf, data; all if none is named")
    build.set_defaults(run=run_build)
    check = commands.add_parser("check", help="list every statement of the book and what it resolves to")
    check.set_defaults(run=run_check)
    tables = commands.add_parser("tables", help="read a folder of articles and write its tables")
    tables.add_argument("folder", type=Path, metavar="FOLDER", help="folder of articles, one *.txt each")
    tables.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the tables")
    workers = tables.add_mutually_exclusive_group()
    workers.add_argument("--jobs", type=int, default=1, metavar="N", help="processes; same tables")
    workers.add_argument("--dask", default="", metavar="ADDRESS", help="Dask scheduler; writes Parquet")
    tables.set_defaults(run=run_tables)
    score = commands.add_parser("score", help="compare tables with gold tables: precision, recall, F1")
    score.add_argument("gold", type=Path, metavar="GOLD", help="folder of gold tables")
    score.add_argument("tables", type=Path, metavar="TABLES", help="folder of tables to judge")
    score.add_argument("--csv", action="store_true", help="print CSV, for machines")
    score.set_defaults(run=run_score)
    options = parser.parse_args(arguments)
    try:
        return options.run(options)
    except KeyboardInterrupt:
        print("spacepact: stopped; nothing was replaced", file=sys.stderr)
        return 130
    except (ValueError, OSError) as error:
        print(f"spacepact: {error}", file=sys.stderr)
        return 1


def run_build(options: argparse.Namespace) -> int:
    """Build the wanted parts, unless they stand already for exactly these files and this commit."""
    if wrong := set(options.parts) - set(PARTS):
        raise ValueError(f"{', '.join(sorted(wrong))}: no part of the book; parts are {', '.join(PARTS)}")
    root = _root()
    parts = [part for part in PARTS if part in options.parts] or list(PARTS)
    if not is_current(root, parts):
        from spacepact.publish.book import BookError, build

        print("Partners on Paper")
        try:
            build(root, parts)
        except BookError as error:
            raise ValueError(f"the book was not built.\n{error}") from None
    else:
        print("Partners on Paper: nothing has changed since the last build")
    places = {"html": f"website:  _build/{OUTPUTS['html']}", "pdf": f"print:    _build/{OUTPUTS['pdf']}",
              "data": "data:     _build/data/"}
    print("\n".join(places[part] for part in parts))
    return 0


def run_check(options: argparse.Namespace) -> int:
    """List every sentence with a number, a date or a quotation, and fail on one that does not resolve."""
    from spacepact.publish.book import BookError, check

    try:
        statements = [one._replace(text=one.text.replace("\N{OBJECT REPLACEMENT CHARACTER}", "…")) for one in check(_root())]
    except BookError as error:
        raise ValueError(f"the chapters cannot be checked.\n{error}") from None
    for one in statements:
        print(f"{one.chapter}.md:{one.line}: {one.text}\n    {'; '.join(one.resolves_to) or 'nothing'}")
    broken = [one for one in statements if one.problem]
    for one in broken:
        print(f"{one.chapter}.md, line {one.line}: {one.problem}\n    {one.text}", file=sys.stderr)
    print(f"{len(statements) - len(broken)} of {len(statements)} statements resolve")
    return 1 if broken else 0


def run_tables(options: argparse.Namespace) -> int:
    """Write the tables of a folder of articles; an article that cannot be read is named and left out."""
    from spacepact.publish.folders import write_folder

    done = write_folder(options.folder, options.out, options.jobs, options.dask)
    counts = {"refused": done.refused, "with a warning": done.warnings}
    notes = "".join(f", {count:,} {what}" for what, count in counts.items() if count)
    read = done.articles - done.refused
    print(f"{read:,} of {done.articles:,} articles read{notes}; tables in {options.out}")
    return 1 if done.refused else 0


def run_score(options: argparse.Namespace) -> int:
    """Print how well a folder of tables agrees with a folder of gold tables."""
    from spacepact.read.scores import score

    for folder in (options.gold, options.tables):
        if not folder.is_dir():
            raise ValueError(f"{folder}: no such folder: name one with tables such as sentences.csv")
    scores = score(options.gold, options.tables)
    if options.csv:
        scores.to_csv(sys.stdout, index=False, lineterminator="\n")
        return 0
    shown = scores.drop(columns="resampled")
    for share in shown.select_dtypes("float"):
        shown[share] = shown[share].map("{:.3f}".format).replace("nan", "")
    print(_align([tuple(shown), *shown.astype(str).itertuples(index=False, name=None)], names=2))
    print(f"low and high: 95 % bootstrap interval of f1, {scores['resampled'][0]} resampled")
    return 0


def _align(rows: list[tuple[str, ...]], names: int) -> str:
    """Set cells in columns: the first `names` of them to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    form = "  ".join(f"{{:{'<' if place < names else '>'}{width}}}" for place, width in enumerate(widths))
    return "\n".join(form.format(*row) for row in rows)


def _root() -> Path:
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "_config.yml").is_file() and (folder / "_toc.yml").is_file():
            return folder
    raise ValueError(f"{Path.cwd()}: no _config.yml and _toc.yml here or above: change to the book's folder")


if __name__ == "__main__":
    sys.exit(main())
