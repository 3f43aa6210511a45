"""``spacepact check`` lists every statement, and fails on each way of breaking one."""

from __future__ import annotations

from tests.conftest import CHAPTER

GOOD = """
Europe’s agency {record}`refused <ruptures-2024-esa-refuses-ilrs>` in 2024.
An article reported that {quote}`no country has joined China and Russia <003>`.
A sentence on an article that is not there, {quote}`said nobody <777>`, is left out.

:::{when} holds
There are still {eval}`count` articles.
:::

```{code-cell} python
holds = count < 0
```

:::{when} holds
There are fewer than {eval}`count`.
:::
"""
BROKEN = {
    "a changed number": ("in 2024", "in 2023", "2023 stands in nothing"),
    "a dead link": ("<ruptures-2024-esa-refuses-ilrs>", "<ruptures-2024-nothing>", "no row of the record has the id"),
    "a misquotation": ("no country has joined", "no country had joined", "does not stand in one sentence"),
    "a number without support": ("There are {eval}`count` articles", "There are 5 articles", "5 stands in nothing"),
    "a value typed into a cell": ("count = len(load().documents)", "count = 5", "comes from no table"),
}


def test_check_resolves_a_sound_book_and_leaves_out_what_it_cannot_know(small_book, spacepact):
    chapter = small_book / "chapters" / "index.md"
    chapter.write_text(CHAPTER + "\n```{code-cell} python\nholds = count > 0\n```\n" + GOOD, encoding="utf-8")
    done = spacepact("check", folder=small_book)
    assert done.returncode == 0, done.stderr
    assert "4 of 4 statements resolve" in done.stdout
    assert "said nobody" not in done.stdout and "fewer than" not in done.stdout
    assert "computed from documents" in done.stdout and "ruptures_and_losses ruptures-2024-esa-refuses-ilrs" in done.stdout


def test_check_fails_on_each_way_of_breaking_a_statement(small_book, spacepact):
    text = CHAPTER + "\n```{code-cell} python\nholds = count > 0\n```\n" + GOOD
    for before, after, _ in BROKEN.values():
        assert before in text
        text = text.replace(before, after, 1)
    (small_book / "chapters" / "index.md").write_text(text, encoding="utf-8")
    done = spacepact("check", folder=small_book)
    assert done.returncode == 1
    assert {name for name, (*_, says) in BROKEN.items() if says not in done.stderr} == set()
    built = spacepact("build", "html", folder=small_book)
    assert built.returncode == 1 and "does not resolve" in built.stderr
    assert not (small_book / "_build" / "html").exists()
