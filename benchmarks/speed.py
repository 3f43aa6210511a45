"""How fast the parser is, whether time grows with the text only, and how much memory a large folder takes.

    python benchmarks/speed.py [--quick]

The articles are generated: shuffled paragraphs of the tuning articles. Every figure comes from a process of its own.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
TUNING = ROOT / "tests" / "articles" / "tuning"
MEGABYTE = 1_000_000


def generate(folder: Path, number: int, paragraphs: int = 25) -> int:
    """Write articles of shuffled paragraphs, the sentences in them shuffled too; return their size in bytes."""
    shuffler = random.Random(number)
    pages = [path.read_text(encoding="utf-8").split("\n") for path in sorted(TUNING.glob("*.txt"))]
    body = [line for page in pages for line in page if len(line) > 80]
    folder.mkdir()
    size = 0
    for article in range(number):
        page = shuffler.choice(pages)
        drawn = [shuffler.sample(parts := line.split(". "), len(parts)) for line in shuffler.choices(body, k=paragraphs)]
        text = "\n".join([*page[:8], "", *("\n" + ". ".join(parts) for parts in drawn), "", *page[-8:], str(article)])
        size += (folder / f"{article:06}.txt").write_bytes(text.encode())
    return size


def read_all(folder: Path) -> float:
    """Read the articles of a folder on one core, the first five beforehand; return seconds of processor time."""
    from spacepact.read.corpus import article_paths
    from spacepact.read.evidence import read_article

    paths = article_paths(folder)
    for path in paths[:5]:
        read_article(path, None)
    began = time.process_time()
    for path in paths:
        read_article(path, None)
    return time.process_time() - began


def read_five(folder: Path) -> float:
    """Read five articles right after the import; return seconds of processor time."""
    from spacepact.read.evidence import read_article

    began = time.process_time()
    for path in sorted(folder.glob("*.txt"))[:5]:
        read_article(path, None)
    return time.process_time() - began


def write_all(folder: Path) -> float:
    """Write the tables of a folder; return the peak of memory in MB."""
    from spacepact.publish.folders import write_folder

    with tempfile.TemporaryDirectory() as out:
        write_folder(folder, Path(out) / "tables")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def apart(task: str, folder: Path) -> float:
    """Run one of the tasks above in a fresh process."""
    done = subprocess.run(
        [sys.executable, __file__, "--task", task, str(folder)], capture_output=True, text=True, check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "lib")}, stdin=subprocess.DEVNULL,
    )
    return float(done.stdout)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of the articles")
    parser.add_argument("--task", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.task:
        print(globals()[options.task[0]](Path(options.task[1])))
        return
    scale = 10 if options.quick else 1
    rows = [("five articles after import", f"{apart('read_five', ROOT / 'seeds'):.2f} s")]
    with tempfile.TemporaryDirectory() as place:
        seconds = {}
        for number in (500 // scale, 1000 // scale):
            size = generate(folder := Path(place) / f"speed-{number}", number)
            seconds[number] = min(apart("read_all", folder) for _ in range(2))
            rows.append((f"{number:,} articles, {size / MEGABYTE:.1f} MB, one core", f"{seconds[number]:.1f} s"))
        rows.append(("text a second, one core", f"{size / MEGABYTE / seconds[number]:.2f} MB"))
        few, many = seconds.values()
        rows.append(("time for twice the articles", f"{many / few:.2f} times"))
        for number in (1_000 // scale, 10_000 // scale):
            generate(folder := Path(place) / f"memory-{number}", number, paragraphs=6)
            rows.append((f"peak of memory, {number:,} short articles to CSV", f"{apart('write_all', folder):.0f} MB"))
    for name, figure in rows:
        print(f"{name:<48}{figure:>12}")


if __name__ == "__main__":
    main()
