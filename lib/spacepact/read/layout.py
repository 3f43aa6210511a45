"""Which role each line of a page plays: first by its own words, then by where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacepact.read.comments import find_comment_lines
from spacepact.read.lines import LONGEST_CUE, LONGEST_LABEL, Line, count_words, is_biography, kind_of, normalise, shows, split_lines
from spacepact.read.names import read_rules
from spacepact.read.records import Passage

CUED_ROLES = {
    "": "", "crosshead": "", "summary": "standfirst", "date": "dateline", "byline": "dateline",
    "caption": "caption", "credit": "caption", "source": "caption",
}
HEAD_LINES = 80  # a headline stands among the first lines or nowhere
SHORT_HEADLINE, LONG_HEADLINE = 4, 35  # words
SHORT_PROMOTION = 12  # words
MOST_NOTICES = 3  # paragraphs of a site's own that may stand above a headline
PROSE_READ = 12  # paragraphs whose words tell the headline from slogans
LIST_ITEM = re.compile(r"(?:[•·‣◦●○▪*]|[–—-]{1,2}|\(?[\divx]{1,4}[.)])\s")
FOOTNOTE = re.compile(r"\[?\d{1,3}[\].)]{0,2}\s\S")
GENRE = re.compile(r"(?:opinion|explainer|factbox|watch) ?[:|] ", re.IGNORECASE)  # before a headline
FIGURE = re.compile(r"[^\W\d_a-z][\w ]{2,30}: .*\d")  # of a box: "Height: 52 metres"
LONG_WORD = re.compile(r"\b[^\W\d_]{4}")


def find_passages(text: str) -> list[Passage]:
    """Give every non-blank line with its role by the codebook's section 1."""
    lines = [line._replace(kind=kind_of(line.text)) for line in split_lines(text)]
    comments = find_comment_lines(lines)
    roles = _article_roles(lines[:comments.first]) + comments.roles
    return [
        Passage(number, line.start, line.end, role)
        for number, (line, role) in enumerate(zip(lines, roles), start=1)
    ]


def _article_roles(lines: Sequence[Line]) -> list[str]:
    headline = _headline(lines)
    roles = [CUED_ROLES.get(line.kind, "furniture") for line in lines]
    _mark_headlines(lines, roles, headline)
    _mark_summary(lines, roles, headline)
    _mark_captions(lines, roles)
    body = _first_body(lines, roles, headline + 1)
    _mark_head(lines, roles, headline, body)
    tail = _tail(lines, roles, body)
    _mark_body(lines, roles, body, tail)
    _mark_tail(lines, roles, body, tail)
    return roles


def _is_prose(line: Line, words: int = 5) -> bool:
    """Tell whether a line reads as running text: closed by a full stop, or too long for anything else."""
    return line.words >= words and (line.closed or line.text[-1] == ":" or line.words >= 30)


def _headline(lines: Sequence[Line]) -> int:
    """Find the title line above the text: the first of some length, unless the article uses a later one's words more.

    Gives -1 for a page without a title.
    """
    candidates, paragraphs = [], 0
    captions = [line.text for line in lines[:HEAD_LINES] if line.kind == "caption"]
    for index, line in enumerate(lines[:HEAD_LINES]):
        if paragraphs > MOST_NOTICES or paragraphs and line.kind in ("list", "closing"):
            break
        headed = line.kind == "list" and line.words > SHORT_HEADLINE and GENRE.match(line.text)
        if line.kind and not headed or not line.words or LIST_ITEM.match(line.text) or _is_label(line):
            continue
        below = lines[index + 1] if index + 1 < len(lines) else line
        credited = candidates and below.kind == "credit" and not below.gap and below.text[0] not in "[("
        if credited or any(caption.startswith(line.text) for caption in captions):
            continue  # a picture's caption
        titled = any(lines[above].words >= SHORT_HEADLINE for above in candidates)
        stops = line.words >= SHORT_HEADLINE and line.closed and line.text.rstrip("”’\"')")[-1] not in "?!…"
        if line.words > LONG_HEADLINE or line.words > SHORT_HEADLINE and _wraps(lines, index) or (
                stops and (line.words > 14 or titled)):
            paragraphs += 1  # the article has begun, or an appeal or a notice stands above its headline
        elif not paragraphs or (_dated_below(lines, index) and not stops):
            candidates.append(index)
    dated = [index for index in candidates if _dated_below(lines, index)]
    candidates = [index for index in candidates if index not in dated or not _is_author(lines[index])]
    titles = [index for index in candidates if lines[index].words >= SHORT_HEADLINE]
    short = [index for index in dated if index in candidates and lines[index].words > 1]
    if len(titles) == 1 and short and short[-1] < titles[0] and (
            not _dated_below(lines, titles[0]) or short[-1] + 1 == titles[0] and ". " in lines[titles[0]].text):
        return short[-1]  # what is longer stands below the date, or is a standfirst
    if len(titles) < 2:
        return (titles or short[-1:] or dated or sorted(candidates, key=lambda index: -len(lines[index].text)) or [-1])[0]
    prose = [line.text for line in lines if line.words >= 8 and line.closed and not line.kind]
    told = _long_words(*[text for text in prose[:PROSE_READ] if not (shows("reader", text) or is_biography(text))])
    best = titles[0]
    for index in titles[1:]:
        if _dated_below(lines, best) and not _dated_below(lines, index):
            continue  # a caption or a standfirst
        if _fitness(lines, index, told) > _fitness(lines, best, told) + _margin(lines, best, index):
            best = index
    return best


def _margin(lines: Sequence[Line], first: int, later: int) -> float:
    """Give by how much a later title has to fit better than the first, by what stands between the two."""
    above, below = lines[first], lines[later]
    between = [line for line in lines[first + 1:later] if line.text != above.text]
    if above.text[-1] == "." and not below.closed:
        return -0.3  # a sentence stands above its headline, of a picture or a notice
    if first and later == first + 1 and above.gap and not below.gap and above.words > SHORT_HEADLINE:
        return 0.7  # a headline with its standfirst in one block
    if sum(line.kind in ("navigation", "control") for line in between) > 2:
        return -0.3  # the site's name over its menu
    if any(line.kind in ("navigation", "list") or not line.kind and line.text.isupper() for line in between):
        return 0.1
    return 0.35 if first else 0.2


def _long_words(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in LONG_WORD.findall(text.casefold()))


def _fitness(lines: Sequence[Line], index: int, told: frozenset[str]) -> float:
    """Give how well a title fits: the share of its words that the article uses, and whether a date or a menu follows."""
    words = _long_words(lines[index].text)
    menu = any(below.kind == "navigation" and below.words >= SHORT_HEADLINE for below in lines[index + 1:index + 2])
    return len(words & told) / max(1, len(words)) + 0.15 * _dated_below(lines, index) - 0.5 * menu


def _dated_below(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a date or a byline follows, a standfirst or a name at most between."""
    for line in lines[index + 1:index + 4]:
        if line.kind not in ("", "caption", "credit") or line.words > LONG_HEADLINE:
            return line.kind in ("date", "byline")
    return False


def _is_author(line: Line, words: int = 8) -> bool:
    return line.words <= words and shows("person", line.text) and line.text.split()[0] in read_rules()["persons"]["given"]


def _is_label(line: Line) -> bool:
    return line.text[0].islower() and not line.gap or (line.words <= 10 and shows("date", line.text))


def _wraps(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a line breaks off in mid-paragraph: the next one follows at once and begins small."""
    below = lines[index + 1] if index + 1 < len(lines) else None
    return below is not None and not below.gap and below.text[0].islower() and not below.kind


def _name_of(title: str) -> str:
    """Give a title in comparable form, without the site's name behind a bar or a spaced dash."""
    plain = normalise(title)
    parts = re.split(r" [|»·] | [-–—] (?=[^-–—]{1,40}$)|(?<=\w)-(?=\w+$)", plain)
    return (parts[0] if len(parts[0].split()) >= SHORT_HEADLINE else plain).strip(" \"'.")


def _mark_headlines(lines: Sequence[Line], roles: list[str], headline: int) -> None:
    if headline < 0:
        return
    name = _name_of(lines[headline].text)
    for index, line in enumerate(lines):
        if index == headline or (len(line.text) <= len(name) + LONGEST_LABEL and _name_of(line.text) == name):
            roles[index] = "headline"


def _mark_summary(lines: Sequence[Line], roles: list[str], headline: int) -> None:
    """Mark the points under the label of a summary; a question among them is a second label."""
    labels = [index for index in range(headline + 1, min(len(lines), HEAD_LINES)) if lines[index].kind == "summary"]
    for index in range(labels[0] + 1, len(lines)) if labels else ():
        asked = lines[index].kind == "list" and lines[index].text[-1] == "?"
        if lines[index].gap or lines[index].kind and not asked:
            break
        roles[index] = "standfirst"


def _mark_captions(lines: Sequence[Line], roles: list[str]) -> None:
    """Mark the caption beside its credit line, and lines given twice over, the picture's alternative text first."""
    for index in range(1, len(lines)):
        line, above = lines[index], lines[index - 1]
        pictured = roles[index - 1] in ("", "caption") and not line.gap and not _is_amid_text(lines, index - 1)
        if line.kind == "source" and (not pictured or shows("date", line.text)):
            roles[index] = "dateline"  # of the report
        elif line.kind in ("credit", "source") and not line.gap:
            _mark_credited(lines, roles, index)
        twice = line.text == above.text and len(line.text) <= LONGEST_CUE
        repeats_credit = line.words <= 4 and above.words <= 30 and above.text.startswith(f"{line.text} ")
        if not roles[index - 1] and (twice and not roles[index] or repeats_credit and roles[index] in ("", "caption")):
            roles[index - 1] = roles[index] = "caption"
            if repeats_credit and index + 1 < len(lines) and not roles[index + 1] and not lines[index + 1].closed:
                roles[index + 1] = "caption"
    for index in range(2, len(lines) - 1):
        line, below = lines[index], lines[index + 1]
        if not roles[index] and roles[index + 1] == "caption" and line.gap and not below.gap and 6 <= line.words <= 20:
            roles[index] = "caption"  # the alternative text of the picture
    known = [normalise(line.text) for line, role in zip(lines, roles) if role == "caption"]
    for index, line in enumerate(lines if known else ()):
        if not roles[index] and len(line.text) <= LONGEST_CUE and line.words > SHORT_HEADLINE and any(
                caption.startswith(normalise(line.text)) for caption in known):
            roles[index] = "caption"


def _mark_credited(lines: Sequence[Line], roles: list[str], index: int) -> None:
    """Mark the caption of a credit: the line above, or the one below a bare owner's name that follows a paragraph."""
    line, above = lines[index], lines[index - 1]
    below = lines[index + 1] if index + 1 < len(lines) else None
    bare = not any(mark in line.text for mark in ":/©")
    if bare and above.closed and below and not (roles[index + 1] or below.gap or below.closed) and below.words < 30:
        roles[index + 1] = "caption"
    elif not roles[index - 1] and above.words <= 60 and not _is_amid_text(lines, index - 1):
        if not (line.text[0] == "©" and roles[index - 2:index - 1] == ["headline"]):
            roles[index - 1] = "caption"


def _is_amid_text(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a paragraph follows others at once, on a page that sets nothing apart by blank lines."""
    earlier = lines[max(0, index - 2):index]
    return not lines[index].gap and lines[index].closed and any(line.closed and not line.kind for line in earlier)


def _first_body(lines: Sequence[Line], roles: Sequence[str], start: int) -> int:
    """Find the first paragraph: uncued running text after the headline that is no standfirst."""
    for index in range(start, len(lines)):
        item = LIST_ITEM.match(lines[index].text)  # of a summary or a table of contents
        paragraph = not (roles[index] or item) and (_is_prose(lines[index]) or _wraps(lines, index))
        if paragraph and not _is_standfirst(lines, roles, index, start):
            return index
    return len(lines)


def _is_standfirst(lines: Sequence[Line], roles: Sequence[str], index: int, start: int) -> bool:
    """Tell whether the layout sets a paragraph apart: a dateline, the headline, controls or a picture come before the next."""
    above = index
    while above > start and not lines[above].gap and not roles[above]:
        above -= 1  # the points of a summary stand close together
    if above > start and lines[above - 1].kind == "summary":
        return True
    controls, pictured, labelled = 0, False, False
    for below in range(index + 1, min(index + 14, len(lines))):
        line = lines[below]
        if roles[below] in ("dateline", "headline"):
            return line.kind != "byline" or not line.text.startswith("(")
        pictured = pictured or roles[below] == "caption" and not labelled
        if line.kind in ("control", "navigation") or line.kind == "promotion" and line.words <= SHORT_PROMOTION:
            controls += 1
        elif not roles[below] and not shows("person", line.text):
            if _is_prose(line) or line.words > SHORT_HEADLINE:
                break
            labelled = True
    return controls >= 2 or pictured and lines[index].words <= LONG_HEADLINE


def _mark_head(lines: Sequence[Line], roles: list[str], headline: int, body: int) -> None:
    """Give roles to the uncued lines above the first paragraph."""
    summed_up = False
    for index, line in enumerate(lines[:body]):
        if index < headline and line.kind == "byline" and line.words <= 2:
            roles[index] = "furniture"  # the agency's name over its page
        if roles[index]:
            continue
        if headline < 0 or index < headline:
            above = {below.kind for below in lines[index + 1:headline]} <= {"navigation"}
            signed = above and 2 <= line.words <= 4 and not line.closed and _is_author(line)
            roles[index] = "dateline" if signed else "furniture"
        elif line.kind == "crosshead":
            roles[index] = "body" if index + 1 == body else "furniture"
        elif is_biography(line.text):
            roles[index] = "furniture"
        elif _is_author(line, 12) and not line.closed:
            roles[index] = "dateline"
        elif headline + 1 < index == body - 1 and body < len(lines) and 2 <= line.words < 6 and line.gap and lines[body].gap:
            roles[index] = "body"  # a cross-head
        elif not line.closed and line.words <= 14 and (shows("date", line.text) or _is_byline(lines, roles, index)):
            roles[index] = "dateline"
        elif _is_prose(line) or line.words >= 6 and (not summed_up or roles[index - 1] == "standfirst" and not line.gap):
            roles[index], summed_up = "standfirst", True
        else:
            roles[index] = "furniture"


def _is_byline(lines: Sequence[Line], roles: Sequence[str], index: int) -> bool:
    beside = roles[max(0, index - 1):index] + roles[index + 1:index + 2]
    titled = roles[index - 1] == "headline" and 2 <= lines[index].words <= 4
    names = re.sub(r" \| | and ", ", ", lines[index].text.rpartition(" by ")[2])
    return ("dateline" in beside or titled) and shows("person", names)


def _tail(lines: Sequence[Line], roles: Sequence[str], body: int) -> int:
    """Find where the article has ended: what follows is the page's own, paragraphs included."""
    prose = [line.words if not role and _is_prose(line, 8) else 0 for line, role in zip(lines[body:], roles[body:])]
    told, rest, others = 0, sum(prose), prose.count(0)
    last = max((index for index, words in enumerate(prose, start=body) if words), default=len(lines) - 1)
    for index, words in enumerate(prose, start=body):
        kind, others = lines[index].kind, others - (not words)
        if kind == "closing" and rest <= told:
            return index
        if (kind == "list" and told and rest * 3 <= told and others * 5 >= 2 * (len(lines) - index - 1)
                and not _is_link(lines, index)):
            return index
        told, rest = told + words, rest - words
    while last + 1 < len(lines) and not roles[last + 1] and lines[last + 1].closed:
        last += 1  # a short last paragraph
    return last + 1


def _is_link(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a line is one link amid the text ("Read: …") and no heading of a list."""
    entry = lines[index].text.partition(":")[2]
    return count_words(entry) >= SHORT_HEADLINE and any(_is_prose(line, 8) for line in lines[index + 1:index + 2])


def _mark_tail(lines: Sequence[Line], roles: list[str], body: int, tail: int) -> None:
    """Give roles to what follows the last paragraph; a date below a heading belongs to another article."""
    listed, datelines = False, [line.text for line, role in zip(lines, roles) if role == "dateline"]
    for index, line in enumerate(lines[tail:], start=tail):
        listed = listed or line.kind in ("list", "closing")
        if line.kind == "credit" and line.text[0] == "©":
            roles[index] = "furniture"  # the owner of the text
        elif not roles[index] and FOOTNOTE.match(line.text) and line.words >= 6 and line.text[-1] == ".":
            roles[index] = "body"
        elif not roles[index] or (listed and roles[index] == "dateline" and not line.text.startswith("(")):
            roles[index] = "furniture"
    for index in range(tail - 1, body, -1):
        if roles[index] == "body" and not FOOTNOTE.match(lines[index].text):
            names_author = roles[index + 1:index + 2] == ["furniture"] and shows("person", lines[index].text)
            author = " ".join(lines[index].text.split()[:2])
            signed = shows("person", author) and any(author in line for line in datelines)
            if not (signed or is_biography(lines[index].text) or names_author and lines[index].words <= 4):
                break
            roles[index] = "furniture"


def _mark_body(lines: Sequence[Line], roles: list[str], body: int, tail: int) -> None:
    """Give roles to the uncued lines from the first paragraph on: paragraphs, cross-heads, lists, or furniture."""
    listing = promoted = False
    for index in range(body, tail):
        line = lines[index]
        below = lines[index + 1].kind if index + 1 < tail else ""
        below_gap = index + 1 < tail and lines[index + 1].gap
        if line.kind == "summary" and _is_crosshead(lines, roles, index, tail):
            roles[index] = "body"
        teased = line.kind == "date" and index > body and not (lines[index - 1].closed or lines[index - 1].kind)
        if line.kind == "list" or teased or listing and line.kind in ("date", "byline", "credit"):
            roles[index] = "furniture"
            listing = teased or listing or count_words(line.text.partition(":")[2]) < SHORT_HEADLINE
        if roles[index]:
            promoted = line.kind == "promotion"
            listing = listing or line.kind == "duration" and roles[index - 1] == "body"
            continue
        question = line.words <= 15 and line.text[-1] in "?!"
        pulled = line.words <= 30 and line.text[0] in "“\"" and line.text[-1] in "”\"" and below == "control" and not (
            lines[index + 1].text[:4].isupper() or lines[index + 1].text.startswith("Advert"))
        pulled = pulled or _is_pulled(lines, index)
        addressed = promoted and line.words < 40 and shows("reader", line.text)
        if question and (listing and line.words > 4 or below == "duration") or pulled or addressed:
            roles[index] = "furniture"
        elif line.closed:
            roles[index], listing, promoted = "body", False, False
        elif listing and line.words < 30 and not (line.gap and below_gap and _is_crosshead(lines, roles, index, tail)):
            roles[index] = "furniture"
        elif line.words >= 20 or line.text[-1] in ":,;—" or _continues(lines, roles, index):
            roles[index] = "body"
        else:
            roles[index] = "body" if _is_crosshead(lines, roles, index, tail) else "furniture"


def _is_pulled(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a line says again, set apart, what stands in a paragraph."""
    line = lines[index]
    words = line.text.strip("“”‘’\"'.!?, ")
    if line.words > 40 or line.words < (5 if line.closed and line.text[0] in "“‘\"'" else 8):
        return False
    return any(words in other.text for other in lines if len(other.text) > len(words) + SHORT_HEADLINE)


def _continues(lines: Sequence[Line], roles: Sequence[str], index: int) -> bool:
    """Tell whether a line is an item of a list or a part of a paragraph broken over several lines."""
    line = lines[index]
    above = lines[index - 1] if index and roles[index - 1] == "body" else None
    if above and (above.text[-1] in ":;,—" or not (line.gap or above.closed)):
        return True
    return _wraps(lines, index)


def _is_crosshead(lines: Sequence[Line], roles: Sequence[str], index: int, tail: int) -> bool:
    """Tell a cross-head from a stray label: a few words right above a paragraph or its list."""
    below = next((n for n in range(index + 1, tail) if roles[n] != "caption"), tail)
    if lines[index].words > 14 or below == tail or lines[below].kind:
        return False
    text = lines[below].text
    return _is_prose(lines[below], 4) or text[-1] == ":" or bool(LIST_ITEM.match(text) or FIGURE.match(text))
