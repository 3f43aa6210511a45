"""Article files, line roles, comments and descriptions, as the codebook defines them."""

import re
import time
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacepact.read.corpus import (
    ArticleError, SourcesError, article_paths, describe, find_comments, find_passages, read_article, read_sources,
)
from spacepact.read.lines import ends_sentence, is_biography, kind_of, normalise
from spacepact.read.records import Article
from tests.read.gold import gold

SEEDS = Path(__file__).parents[2] / "seeds"
HEADER = "doc_id,publisher,published,published_basis,genre,url\n"


def roles(text):
    """Return the roles of a page's lines, shortened to their first letters, in one string."""
    letters = {"headline": "H", "standfirst": "S", "dateline": "D", "caption": "C", "body": "B", "comment": "R", "furniture": "f"}
    return "".join(letters[passage.role] for passage in find_passages(text))


def page(*lines):
    return "\n\n".join(lines)


BODY = "The two agencies signed a pact in Beijing on Monday, and both sides said that it would hold for many years."
MORE = "Neither of them has said who is going to pay for it, and analysts in both countries doubt that anyone will."

PIECES = st.sampled_from([
    BODY, "Moon pact signed by both sides", "By Ann Writer", "May 3, 2014", "Read more:", "Share", "  • reader", "    Yes, indeed.",
    "© 2020 Example. All rights reserved.", "Photo: A. Writer", "12 Comments", "Ann says:", "MOSCOW, May 3. /TASS/. It flew.", "", " ",
    "“Quoted words in here,” he said.", "\u200f\u202bשלום", "😀", "\x0b\x0c", "e\u0301\u0327", "- item", "1. item", "\u00a0", "https://example.org",
])
PAGES = st.one_of(st.text(max_size=300), st.lists(st.one_of(PIECES, st.text(max_size=40)), max_size=30).map("\n".join))


@given(PAGES)
def test_passages_cover_every_non_blank_line_exactly_once(text):
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    passages = find_passages(text)
    assert [text[p.start:p.end] for p in passages] == lines
    assert [p.passage_id for p in passages] == list(range(1, len(lines) + 1))
    assert all(a.end < b.start for a, b in zip(passages, passages[1:]))


@given(PAGES)
def test_comments_cover_the_comment_lines_and_nothing_else(text):
    passages = find_passages(text)
    comments = find_comments(text, passages)
    inside = [p for p in passages if any(c.start <= p.start and p.end <= c.end for c in comments)]
    assert all(p in inside for p in passages if p.role == "comment")
    assert {p.role for p in inside} <= {"comment", "furniture"}
    for comment in comments:
        span = text[comment.start:comment.end]
        assert span == span.strip() and span
        assert 0 <= comment.words <= len(span.split())


@given(st.lists(st.from_regex(r"\A[A-Za-z][A-Za-z_]{5,12}\Z"), min_size=1, max_size=8))
def test_handles_never_leave_the_parser(handles):
    handles = [f"zq{handle}" for handle in handles]
    text = page("A headline of five words", BODY, *(f"  • {handle}\n\n    I like it." for handle in handles))
    passages = find_passages(text)
    comments = find_comments(text, passages)
    assert len(comments) == len(handles)
    assert len({comment.commenter for comment in comments}) == len(set(handles))
    shown = " ".join(text[p.start:p.end] for p in passages if p.role != "comment") + repr(comments)
    assert not any(handle in shown for handle in handles)


def test_roles_agree_with_the_annotated_articles():
    right = total = 0
    for doc_id, rows in gold("passages").items():
        text = read_article(SEEDS / f"{doc_id}.txt").text
        found = [(str(p.start), str(p.end), p.role) for p in find_passages(text)]
        expected = [(row["start"], row["end"], row["role"]) for row in rows]
        assert [span[:2] for span in found] == [span[:2] for span in expected]
        right += sum(a == b for a, b in zip(found, expected))
        total += len(expected)
    assert right / total >= 0.99


def test_comments_agree_with_the_annotated_articles():
    for doc_id, rows in gold("comments").items():
        text = read_article(SEEDS / f"{doc_id}.txt").text
        found = [tuple(map(str, comment)) for comment in find_comments(text, find_passages(text))]
        assert found == [tuple(row.values())[1:] for row in rows]


def test_descriptions_agree_with_the_annotated_articles():
    sources = read_sources(SEEDS)
    for doc_id, (row,) in gold("documents").items():
        article = read_article(SEEDS / f"{doc_id}.txt")
        passages = find_passages(article.text)
        found = describe(article, passages, find_comments(article.text, passages), sources[doc_id])
        assert [str(value) for value in found] == list(row.values())


@pytest.mark.parametrize("cue", [entry["example"] for entry in tomllib.loads(
    files("spacepact.read").joinpath("layout.toml").read_text(encoding="utf-8"))["pattern"]])
def test_every_pattern_of_the_cue_file_matches_its_example(cue):
    table = tomllib.loads(files("spacepact.read").joinpath("layout.toml").read_text(encoding="utf-8"))
    entry = next(entry for entry in table["pattern"] if entry["example"] == cue)
    assert re.search(entry["pattern"], normalise(cue))
    assert not entry.get("needs") or any(word in normalise(cue) for word in entry["needs"])
    assert kind_of(cue)


def test_every_named_pattern_of_the_cue_file_matches_its_example():
    table = tomllib.loads(files("spacepact.read").joinpath("layout.toml").read_text(encoding="utf-8"))
    assert all(re.search(entry["pattern"], entry["example"]) for entry in table["named"].values())


def test_the_example_of_an_authors_note_is_one():
    table = tomllib.loads(files("spacepact.read").joinpath("layout.toml").read_text(encoding="utf-8"))
    assert is_biography(table["named"]["biography"]["example"])
    assert not is_biography(BODY)


@pytest.mark.parametrize(("head", "expected"), [
    (["Research", "Choosing Sides", "By Ann Writer", "May 3, 2014"], "fHDD"),
    (["Explainer: How the middle powers hedge", "By Ann Writer"], "HD"),
    (["Neither Sun nor Shadow", "By Ann Writer", "Officials of both agencies after a pact signed in Beijing on Monday"], "HD?"),
    (["A pact without money behind it", "May 3, 2014", "Both sides promise much and say little about who will pay.",
      "(Source: The agency)"], "HDSC"),
    (["A pact without money behind it", "Both sides promise much and say little about who will pay.",
      "Listen to this article 6 min", "By Ann Writer"], "HSfD"),
    (["A pact without money behind it", "Critical Questions by Ann Writer and Jean Author", "Published May 3, 2014"], "HDD"),
])
def test_the_head_of_a_page_is_told_by_what_stands_around_it(head, expected):
    found = roles(page(*head, BODY, MORE, BODY, MORE))
    assert re.fullmatch(expected.replace("?", "."), found[:len(head)])
    assert found[len(head):] == "BBBB"


@pytest.mark.parametrize(("line", "kind"), [
    ("Copy link to article", "control"), ("Small Text Medium Text Large Text", "control"), ("2018-06-11T14:05+0000", "date"),
    ("Tokyo (AFP) Nov 12, 2022", "date"), ("Ann Writer - Jul 13, 2020 4:05 pm UTC", "date"), ("The text of the link", ""),
    ("Ann Writer in Moscow contributed reporting.", "byline"), ("jf/msh (AFP, dpa)", "byline"), 
])
def test_a_line_is_known_by_its_words(line, kind):
    assert kind_of(line) == kind


def test_the_time_below_a_comment_is_no_word_of_it():
    text = page("Pact signed by both sides today", BODY, "1 comment:", "Ann said...\nGreat post!\nMay 26, 2014 at 10:02 PM")
    assert [comment.words for comment in find_comments(text, find_passages(text))] == [2]


@pytest.mark.parametrize("closed", ["He left.2", "He left.[3]", "He “left.”", "He left. Enditem"])
def test_a_mark_behind_the_stop_leaves_a_sentence_closed(closed):
    assert ends_sentence(closed)
    assert not ends_sentence("It is version 2.10")


LAYOUTS = {
    "blog with replies": (page(
        "Skip to content", "Orbit Notes", "A blog about rockets and more", "Home", "Moon base plans gain some detail",
        "Posted on March 10, 2021 by Ann", "A rocket lifts off. (Credit: A. Writer)", BODY, "It is a short paragraph.",
        "Share this:\nTwitter\nFacebook", "Related", "2 thoughts on “Moon base plans gain some detail”",
        "Rocket Bob says:\nMarch 10, 2021 at 4:15 pm", "Never.", "Reply", "anna_k says:\nMarch 11, 2021 at 9:02 am", "Soon.",
        "More of the same.", "Reply", "Leave a Reply", "Your email address will not be published."),
        "ffffHDCBBfffffRRRfRRRRfff"),
    "wire": (page(
        "World\nTwo powers to set up lunar station - agency\nBy Wire Staff\n2 Min Read",
        f"BEIJING, March 9 (Wire) - {BODY}", "(Reporting by Ann Writer; Editing by Bob Writer)", "Our Standards: The Trust Principles."),
        "fHDDBDf"),
    "agency with a deck and a credit": (page(
        "Science & Space\n29 Dec, 11:42\nTwo powers to set up lunar station — agency head\nThe deal was reached last month, he said\n"
        "© Ann Writer/TASS", f"MOSCOW, December 29. /TASS/. {BODY}", "Tags\nMoon", "Read also\nModule passes leak check"),
        "fDHSCBffff"),
    "broadcaster": (page(
        "News\nTwo powers to build lunar space station", "Published\n10 March 2021", "Share\nImage source, Getty Images",
        "Image caption, A rocket on its pad", BODY, "What is planned?", "It will be open to others. Details are few.",
        "Sign up for our weekly newsletter to get the news.", BODY, "More on this story\nProbe lands\nPublished\n8 January 2021",
        "© 2021 Example. Read about our approach to external linking."), "fHDDfCCBBBfBfffff"),
    "think tank": (page(
        "Commentary\nSpace Cooperation: The Good, the Bad, and the Rest\nPhoto: Ann Writer/Getty Images\nCommentary by Jane Q. Scholar\n"
        "Published April 5, 2022", BODY, "A Marriage of Convenience", MORE, "Figure 1: Launches by country, 2010-2021\nSource: A. Writer",
        "GET OUR BRIEF\nOur notes in your inbox every Thursday.", BODY,
        "Jane Q. Scholar is a senior fellow with the Aerospace Project at an institute in Washington.",
        "© 2022 by the Institute. All rights reserved.", "Tags\nSpace"), "fHCDDBBBCCffBffff"),
    "standfirst set apart by the byline": (page(
        "Who will carry the load of launch?", "Three years of delays have left the continent leaning on others.", "By Ann Writer | Sept. 3, 2021",
        BODY, MORE), "HSDBB"),
    "first paragraph is no standfirst": (page("Who will carry the load of launch?", BODY, MORE, BODY), "HBBB"),
    "short headline over a byline": (page("Moon pact", "by Ann Writer", "May 3, 2014", "They went to Beijing and signed.", BODY), "HDDBB"),
    "broken lines": ("Moon pact\n\nMoscow and Beijing have agreed to build a base on the\nmoon together, the agency said on Tuesday in\na "
                     "statement.\n\nDetails remain unclear.", "HBBBB"),
    "lists": (page("What we know about the base", "The plan has three parts:", "• A lander by 2026\n• An orbiter by 2027\n• A base by 2035",
                   "Funding", BODY, "Read more:\nWho will pay for the moon?"), "HBBBBBBff"),
    "code before the headline": (page("<script>window.dataLayer = [];</script>", "Two powers build a moon base", BODY), "fHB"),
    "repeated caption": (page("Two powers build a moon base", "The chief in Beijing.\nThe chief in Beijing.", BODY), "HCCB"),
    "slogan and menu above the headline": (page(
        "Serving readers for two decades and more", "World | Asia | Space", "Why the pact will hold for years", "Both sides need it, for reasons of their own",
        "Ann Writer in Moscow and Bob Writer", "3 May 2014", BODY, MORE), "ffHSDDBB"),
    "appeal above the headline": (page(
        "Support truly independent reporting", "Whether large or small, your gift helps us to report on the story to its end.", "Find out more",
        "Agencies sign a pact in Beijing", "May 3, 2014", BODY, MORE), "fffHDBB"),
    "dense page of a broadcaster": (
        f"Two powers build a moon base\n26 July 2022\nShare\nAnn Writer\nAgency The station seen from a capsule\nAgency\n"
        f"The station has flown since 1998\n{BODY}\n{MORE}\nGetty Images\nThe chief in his office\n{BODY}\n'Very sad'\n{MORE}\n"
        f"You may also be interested in:\nHow to leave a station\nThe women who trained for it\nRelated Topics\nSpace",
        "HDfDCCCBBCCBBBfffff"),
    "teasers between the paragraphs": (page(
        "Two powers build a moon base", "By Ann Writer", BODY, "Related", "A probe lands on Mars", "September 25, 2019", BODY, "Who owns the moon?",
        "04:12", MORE, "Weekly Newsletter", "Get the story of the week, and more.", "“Neither of them will pay.”", "Tweet", MORE),
        "HDBfffBffBffffB"),
    "summary with a second label": (page(
        "Two powers build a moon base", "3 May 2014", "In short:\nTwo powers build a base.\nNobody has told them not to.\nWhat's next?\nA lander will fly.",
        BODY, MORE), "HDSSSSSBB"),
    "labels between a standfirst and its date": (page(
        "The partner who stayed at home", "The usual account is too simple by half.", "Download PDF", "How to quote", "Published online 8 May 2023", BODY, MORE),
        "HSffDBB"),
    "second line of a standfirst": (page(
        "Two powers build a moon base", "Mission lifts off from the island with guests aboard\nOfficials call for more openness on the landing site",
        "3 May 2014", BODY, MORE), "HSSDBB"),
    "live report": (page(
        "Two powers build a moon base", "Updated 41 min ago", "15.48 BST", BODY, MORE, "Share", "14.31 BST\nThe guests arrive", MORE),
        "HDDBBfDBB"),
    "description of a picture above its caption": (page(
        "Two powers build a moon base", "3 May 2014", "Engineers in white overalls stand around a rover\nThe rover has been in store since 2022\nPhoto: Ann Writer",
        BODY, MORE), "HDCCCBB"),
    "words of the text set apart": (page(
        "Two powers build a moon base", BODY, "“It was a wedding without a cake,” Ann Scholar said of the day.",
        "“It was a wedding without a cake.”", MORE), "HBBfB"),
    "box of figures": (page(
        "Two powers build a moon base", BODY, "The dish in figures\nHeight: 35 metres\nIn use since: April 2018", MORE), "HBBBBB"),
    "name over the headline, author's note over the text": (page(
        "Opinion\nAnna Novak\nThe handshake that I used to root for", "Anna Novak is a columnist for the paper.", "May 3, 2014", BODY, MORE), "fDHfDBB"),
    "cross-head over the first paragraph": (page("Two powers build a moon base", "May 3, 2014", "What Happened", BODY, "Why It Matters", MORE), "HDBBBB"),
    "introduction, and the label of a summary as a cross-head": (page(
        "Two powers build a moon base", "May 3, 2014", "Introduction", BODY, "The big picture", MORE), "HDBBBB"),
    "colon in a last paragraph": (page(
        "Two powers build a moon base", BODY, MORE, BODY, "One thing is sure: nobody has asked the moon about it.", MORE,
        "Tags: moon, base", "Letters", "Contact us"), "HBBBBBfff"),
    "link amid the last paragraphs": (page(
        "Two powers build a moon base", BODY, MORE, BODY, MORE, "READ: The debris came down near the island", "It is a fair wish of the fishermen, and a cheap one.",
        "Tags: moon, debris", "Letters", "Contact us"), "HBBBBfBfff"),
    "menu under the site's name": (page(
        "Institute for Moon Bases\nResearch   Experts   Events   Podcasts", "Home > Papers", "The dish in the desert and its owners",
        "By Ann Writer", BODY, MORE), "fffHDBB"),
    "figurative headline over a caption": (page(
        "Neither sun nor shadow at all", "Two powers build a base on the moon while a third one reads the details", "A model of the base of the two powers on the moon",
        "May 3, 2014", BODY, MORE), "HSfDBB"),
    "wire with its label": (page(
        "SPACE-PACT/MOON (UPDATE 2, PIX)\nUPDATE 2-Two powers build a moon base\nBy Ann Writer", f"TOKYO, April 18 (Wire) - {BODY}", MORE), "fHDBB"),
    "footnotes below the author's note": (page(
        "Two powers build a moon base", BODY, MORE, BODY, "Ann Writer is deputy director of the centre for orbits.",
        "This report was made possible by general support to the centre.", "© 2022 by the Centre. All rights reserved.",
        "1 See “Moon Rush,” Orbits Quarterly, May 2021."), "HBBBfffB"),
    "said with dots and a time below": (page(
        "Trampolines and trade deals today", BODY, MORE, "Posted by Ann at 9:14 PM", "2 comments:") + "\nAnonymous said...\nGreat post!\n"
        "May 26, 2014 at 10:02 PM\nAnn W. said...\nThanks.\nMay 27, 2014 at 6:45 AM\nPost a Comment\nNewer Post", "HBBDfRRRRRRff"),
    "votes under bulleted comments": (page(
        "Pact signed by both sides today", BODY, "2 Comments", "• Ann • 6 years ago\n\n    Buy it.\n    5\n    • Reply •\n"
        "    ◦ Bob > Ann • 6 years ago\n\n        No way.\n        • Reply •"), "HBfRRffRRf"),
    "flat bullets under a heading": (page("Pact signed by both sides today", BODY, "Comments (2)",
                                          "• moonboy\nGreat stuff, this is a pact.\n• sunboy\nTerrible."), "HBfRRRR"),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_lines_of_a_layout_play_their_roles(name):
    text, expected = LAYOUTS[name]
    assert roles(text) == expected


def test_a_deeper_bullet_is_text_of_the_comment():
    text = page("Two powers build a moon base", BODY, "  • reader", "    Pros:", "      • cheap\n      • near", "  • other", "  • reader", "    No.")
    comments = find_comments(text, find_passages(text))
    assert [(comment.commenter, comment.words) for comment in comments] == [("reader-01", 3), ("reader-02", 0), ("reader-01", 1)]


def test_a_list_in_the_article_is_no_comment():
    text = page("Two powers build a moon base", BODY, "  • Cost\n    The cost is high and nobody knows who will pay for it in the end.", BODY, MORE)
    assert "R" not in roles(text)


@pytest.mark.parametrize(("content", "words"), [
    (b"", "empty"), (b" \n\t\n", "empty"), (b"ab\ncd\xff", "not UTF-8 at byte 5, line 2"), (b"a\r\rb\x00", "NUL at byte 4, line 3"),
    (b"\xef\xbb\xbfab\xe9", "byte 5, line 1"), (b"%PDF-1.7", "a PDF file"), ("text".encode("utf-16"), "UTF-16"),
    (bytes(range(1, 9)) * 50, "binary"), (b"\x89PNG\r\n", "a picture"),
])
def test_a_file_that_is_no_article_is_refused_with_reason_and_place(tmp_path, content, words):
    path = tmp_path / "article.txt"
    path.write_bytes(content)
    with pytest.raises(ArticleError, match=words) as error:
        read_article(path)
    assert str(path) in str(error.value)


def test_a_missing_file_or_folder_is_named(tmp_path):
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(ArticleError, match=re.escape(str(path))):
            read_article(path)
    with pytest.raises(ArticleError, match="no such folder"):
        article_paths(tmp_path / "none")
    with pytest.raises(ArticleError, match="no article"):
        article_paths(tmp_path)


def test_line_ends_and_byte_order_mark_do_not_move_offsets(tmp_path):
    path = tmp_path / "article.txt"
    path.write_bytes(b"\xef\xbb\xbfone\r\ntwo\rthree\n")
    assert read_article(path).text == "one\ntwo\nthree\n"


@pytest.mark.parametrize(("line", "words"), [
    ("b,,,,,", "no article b.txt"), ("a,,2019-13,,,", "'2019-13' is no EDTF date"), ("a,,,guessed,,", "published_basis 'guessed'"),
    ("a,,,,novel,", "genre 'novel'"), ("a,,", "fewer fields"), ("a,,,,,,", "more fields"), (",,,,,", "doc_id is blank"),
    ('a,"x,,,,', "line 2"),
])
def test_a_wrong_line_of_sources_is_named(tmp_path, line, words):
    (tmp_path / "a.txt").write_text("A text", encoding="utf-8")
    (tmp_path / "sources.csv").write_text(HEADER + line + "\n", encoding="utf-8")
    with pytest.raises(SourcesError, match=words) as error:
        read_sources(tmp_path)
    assert "sources.csv, line 2" in str(error.value)


def test_an_unknown_or_missing_column_and_a_second_line_are_named(tmp_path):
    (tmp_path / "a.txt").write_text("A text", encoding="utf-8")
    sources = tmp_path / "sources.csv"
    for content, words in (
        ("doc_id,author\n", "line 1: unknown column 'author'"), ("doc_id,url\n", "line 1: column 'publisher' is missing"),
        (HEADER + "a,,,,,\n" * 2, "line 3: a second line for a"),
    ):
        sources.write_text(content, encoding="utf-8")
        with pytest.raises(SourcesError, match=words):
            read_sources(tmp_path)


def test_an_article_without_a_line_in_sources_is_read_from_its_own_text():
    text = page("Two powers build a moon base", f"MOSCOW, December 29. /TASS/. {BODY}", "https://example.org/2019/01/15/moon-base", "© 2019 Example")
    passages = find_passages(text)
    found = describe(Article("a", text, ""), passages, [], None)
    assert (found.title, found.publisher, found.genre, found.url) == (
        "Two powers build a moon base", "TASS", "wire", "https://example.org/2019/01/15/moon-base")
    assert (found.published, found.published_basis) == ("2019-01-15", "inferred")


def test_an_article_that_tells_nothing_is_described_all_the_same():
    found = describe(Article("a", "one", ""), find_passages("one"), [], None)
    assert (found.published, found.published_basis, found.genre, found.words) == ("", "inferred", "news", 1)


HOSTILE = {
    "one long line": "word " * 20_000, "full stops": "." * 100_000, "bars": "a | " * 25_000, "brackets": "(photo " * 16_000,
    "list headings": "Read more:\n" * 9_000, "bullets": "  • ab\n    c\n" * 8_000, "short lines": "ab\n" * 30_000,
    "says": "Ann says:\n" * 10_000, "bullet lists with prose": f"  • Cost\n    x\n{BODY}\n" * 700, "credits": "Photo: A\nabc\n" * 8_000,
    "cue of the greatest length": ("for the latest " * 30)[:399] + "\n" + ("published by " * 30)[:399],
    "headlines": "A moon base plan\n" * 6_000, "dates": "May 3, 2014\n" * 8_000, "copyright": "© 2020 A\n" * 10_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_read_in_time(name):
    text = HOSTILE[name]
    start = time.perf_counter()
    find_comments(text, find_passages(text))
    assert time.perf_counter() - start < 3


@pytest.mark.parametrize("piece", [
    "a ", "a. ", "a | ", "news > ", "home / ", "photo ", "by ", "(", "[", "© ", "a/", "for the latest ", "reuters ", "-", "' ", "like this ",
    "follow our ", "source: ", "1 ", "comments ", "published by ", "reporting and ", "share on ", "@a ", "ann is ",
])
def test_no_pattern_is_slow_on_a_repetitive_line(piece):
    for line in ((piece * 400)[:400], (piece * 400)[:390] + "!" * 10):
        start = time.perf_counter()
        kind_of(line)
        is_biography(line.title())
        assert time.perf_counter() - start < 3
