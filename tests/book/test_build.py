"""The build: quick when nothing changed, never blind to a change, never half done."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest


def page(folder):
    return (folder / "_build" / "html" / "index.html").read_text(encoding="utf-8")


def test_an_unchanged_book_is_recognised_in_under_three_seconds(book, spacepact):
    began = time.perf_counter()
    done = spacepact("build")
    assert done.returncode == 0
    assert "nothing has changed" in done.stdout
    assert time.perf_counter() - began < 3
    assert [line.split()[-1] for line in done.stdout.splitlines()[-3:]] == [
        "_build/html/index.html", "_build/pdf/partners-on-paper.pdf", "_build/data/"]


def test_a_changed_sentence_cell_seed_or_library_is_seen(small_book, spacepact):
    chapter = small_book / "chapters" / "index.md"

    def rebuilt():
        done = spacepact("build", "html", folder=small_book)
        assert done.returncode == 0, done.stderr
        assert "nothing has changed" not in done.stdout
        return page(small_book)

    assert "There are" in rebuilt()
    chapter.write_text(chapter.read_text().replace("There are", "We read"))
    assert "We read" in rebuilt()
    chapter.write_text(chapter.read_text().replace("len(load().documents)", "100 + len(load().documents)"))
    assert ">105<" in rebuilt()
    shutil.copy(small_book / "seeds" / "002_b7f42920ca438ed4.txt", small_book / "seeds" / "005_new.txt")
    assert ">106<" in rebuilt()
    library = small_book / "lib" / "spacepact" / "read" / "evidence.py"
    library.write_text(library.read_text().replace("[tuple(document)]", "[tuple(document)] * 2"))
    assert ">112<" in rebuilt()


def spoil_cell(folder):
    chapter = folder / "chapters" / "index.md"
    chapter.write_text(chapter.read_text().replace("count = len", "count = 1 / 0 + len"))
    line = next(n for n, text in enumerate(chapter.read_text().split("\n"), 1) if "1 / 0" in text)
    return ["chapters/index.md", f"line {line}", "ZeroDivisionError"]


def spoil_name(folder):
    chapter = folder / "chapters" / "index.md"
    chapter.write_text(chapter.read_text().replace("{eval}`count`", "{eval}`no_such_value`"))
    return ["index.md:12", "no_such_value"]


def empty_seeds(folder):
    for path in (folder / "seeds").glob("*.txt"):
        path.unlink()
    return ["seeds", "no article"]


def no_seeds(folder):
    shutil.rmtree(folder / "seeds")
    return ["seeds"]


def spoil_encoding(folder):
    path = folder / "seeds" / "002_b7f42920ca438ed4.txt"
    path.write_bytes(path.read_bytes()[:300] + b"\xff\xfe" + path.read_bytes()[300:])
    return ["002_b7f42920ca438ed4.txt", "UTF-8"]


def lose_article(folder):
    (folder / "seeds" / "002_b7f42920ca438ed4.txt").unlink()
    return ["sources.csv", "002_b7f42920ca438ed4"]


def spoil_record(folder):
    path = folder / "seeds" / "reference" / "launches_by_year.csv"
    lines = path.read_text().split("\n")
    lines[5] = lines[5].replace(",20", ",abc20", 1)
    path.write_text("\n".join(lines))
    return ["launches_by_year.csv", "line 6"]


@pytest.mark.parametrize("spoil", [
    spoil_cell, spoil_name, empty_seeds, no_seeds, spoil_encoding, lose_article, spoil_record,
])
def test_bad_input_gives_one_message_and_keeps_the_last_good_book(small_book, spacepact, spoil):
    good = small_book / "_build" / "html"
    good.mkdir(parents=True)
    (good / "index.html").write_text("the last good book")
    expected = spoil(small_book)
    done = spacepact("build", folder=small_book)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr + done.stdout
    for words in expected:
        assert words in done.stderr
    assert (good / "index.html").read_text() == "the last good book"
    assert not (small_book / "_build" / "pdf").exists()
    assert not (small_book / "_build" / "data").exists()


def test_an_article_without_a_line_in_sources_is_read_with_a_warning(small_book, spacepact, tmp_path):
    (small_book / "seeds" / "extra.txt").write_text("A headline\n\nRussia said on Monday that it would fly.\n", encoding="utf-8")
    done = spacepact("tables", "seeds", "--out", str(tmp_path / "tables"), folder=small_book)
    assert done.returncode == 0
    assert "extra.txt" in done.stderr and "date" in done.stderr
    assert "6 of 6 articles" in done.stdout


def test_two_builds_from_nothing_are_alike_to_the_byte(small_book, spacepact):
    chapter = small_book / "chapters" / "index.md"
    many = "load().documents, load().dates, load().mentions, load().comments, load().quotations"
    chapter.write_text(chapter.read_text(encoding="utf-8").replace("len(load().documents)", f"len([{many}])"), encoding="utf-8")

    def built():
        done = spacepact("build", folder=small_book)
        assert done.returncode == 0, done.stderr
        target = small_book / "_build"
        files = {path.relative_to(target): path.read_bytes() for part in ("html", "pdf", "data")
                 for path in (target / part).rglob("*") if path.is_file()}
        shutil.rmtree(target)
        return files

    first, second = built(), built()
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_jupyter_books_own_command_builds_the_website_too(small_book):
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", "."]
    done = subprocess.run(command, cwd=small_book, capture_output=True, text=True,
                          env=os.environ | {"PYTHONPATH": str(small_book / "lib")})
    assert done.returncode == 0, done.stdout + done.stderr
    page = (small_book / "_build" / "html" / "index.html").read_text(encoding="utf-8")
    assert "statements on this page" in page
    assert re.search(r"Evidence to \d{4}-\d\d-\d\d", page)
