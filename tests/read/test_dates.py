"""Time expressions: spans, EDTF values and modifiers as the codebook defines them."""

import csv
import re
import time
import tomllib
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spacepact.read.dates import find_dates, find_published
from spacepact.read.edtf import bounds, is_valid
from spacepact.read.records import Passage, Sentence

GOLD = Path(__file__).parents[1] / "gold" / "seeds"
SEEDS = Path(__file__).parents[2] / "seeds"
TUESDAY = date(2020, 10, 13)


def read(text, published=TUESDAY, role="body"):
    """Return (words, EDTF, modifier) of each expression in one passage that is one sentence."""
    rows = find_dates(text, [Passage(1, 0, len(text), role)], [Sentence(1, 0, len(text), role)], published)
    return [(text[row.start : row.end], row.edtf, row.mod) for row in rows]


# Every row of the codebook's table, in a sentence of its own.
CODEBOOK = [
    ("The news came on October 13, 2020, 18:20 GMT.", "October 13, 2020", "2020-10-13", ""),
    ("He spoke on Monday.", "Monday", "2020-10-12", ""),
    ("The two met in July.", "July", "2020-07", ""),
    ("The two will meet in July.", "July", "2021-07", ""),
    ("It suspended the launches last March.", "last March", "2020-03", ""),
    ("They signed it last month.", "last month", "2020-09", ""),
    ("They signed it last week.", "last week", "2020-10-05/2020-10-11", ""),
    ("The probe lands this autumn.", "this autumn", "2020-23", ""),
    ("The accord was signed in 2018.", "2018", "2018", ""),
    ("It rests on the 2018 convention.", "2018", "2018", ""),
    ("It is part of the 2018-2022 programme.", "2018-2022", "2018/2022", ""),
    ("The programme ran from 2018 to 2022.", "from 2018 to 2022", "2018/2022", ""),
    ("They met on 3 and 4 March.", "3 and 4 March", "2020-03-03/2020-03-04", ""),
    ("It would orbit the Moon in the 2020's.", "2020's", "202X", ""),
    ("It would orbit the Moon in the 2020s.", "2020s", "202X", ""),
    ("It would land in the early 2020s.", "early 2020s", "202X", "START"),
    ("It would land in mid-2021.", "mid-2021", "2021", "MID"),
    ("It will be retired at the end of the decade.", "the end of the decade", "202X", "END"),
    ("It will fly in the first half of 2024.", "the first half of 2024", "2024-01/2024-06", ""),
    ("It will fly in the first half of the 2040s.", "the first half of the 2040s", "2040/2044", ""),
    ("It will be completed by 2022.", "2022", "2022", "BEFORE"),
    ("They have been in talks since at least June.", "June", "2020-06", "BEFORE"),
    ("It will quit after 2024.", "2024", "2024", "AFTER"),
    ("It will operate beyond 2024.", "2024", "2024", "AFTER"),
    ("It will land as early as 2024.", "2024", "2024", "AFTER"),
    ("It will land as soon as 2024.", "2024", "2024", "AFTER"),
    ("They have worked on it since 2015.", "2015", "2015", ""),
    ("It is funded until 2024.", "2024", "2024", ""),
    ("It is funded through 2024.", "2024", "2024", ""),
    ("It will land around 2030.", "2030", "2030", "APPROX"),
    ("The agency was founded a year ago.", "a year ago", "2019-10", "APPROX"),
    ("It will land by the mid-2040s.", "mid-2040s", "204X", "MID"),
    ("It will land before the end of the decade.", "the end of the decade", "202X", "END"),
    ("It will land by as early as 2024.", "2024", "2024", "AFTER"),
    ("He spoke on Tuesday.", "Tuesday", "2020-10-13", ""),
]


@pytest.mark.parametrize(("sentence", "words", "edtf", "mod"), CODEBOOK)
def test_the_codebooks_examples_hold(sentence, words, edtf, mod):
    assert read(sentence) == [(words, edtf, mod)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("They met on 5 May. The pact followed two weeks later.",
         ("two weeks later", "2020-05-19", "APPROX")),
        ("They met on 5 May. In the same month, they signed.", ("the same month", "2020-05", "")),
        ("They met on 5 May. In that May, nothing else happened.", ("that May", "2020-05", "")),
        ("It was lost in 2018. The following year brought another loss.", ("The following year", "2019", "")),
        ("It was lost in 2018. Later that year they tried again.", ("that year", "2018", "")),
        ("It was lost on 5 May. The next day the inquiry began.", ("The next day", "2020-05-06", "")),
        ("The pact of March 2015 followed one year later by another.",
         ("one year later", "2016-03", "APPROX")),
        ("They signed in 2014. Two years later the deal was dead.", ("Two years later", "2016", "APPROX")),
        ("They signed in June 2014, after talks the year before.", ("the year before", "2013", "")),
        ("They signed on 5 May. The previous week they had refused.",
         ("The previous week", "2020-04-27/2020-05-03", "")),
    ],
)
def test_what_points_to_another_date_is_resolved_against_it(sentence, expected):
    assert read(sentence)[-1] == expected


INVENTED = [
    # British and American days
    ("The crew docked on 25th of May 2019.", [("25th of May 2019", "2019-05-25", "")]),
    ("The crew docked on the 25th of May.", [("25th of May", "2020-05-25", "")]),
    ("Launch took place on Tuesday, Sept. 3, 2019, at 09:15.",
     [("Tuesday, Sept. 3, 2019", "2019-09-03", "")]),
    ("Launch took place on Fri 5 June 2020.", [("Fri 5 June 2020", "2020-06-05", "")]),
    ("The treaty was dated 13/10/2019.", [("13/10/2019", "2019-10-13", "")]),
    ("The treaty was dated 10.13.2019.", [("10.13.2019", "2019-10-13", "")]),
    ("The record reads 2019-11-02.", [("2019-11-02", "2019-11-02", "")]),
    ("The capsule landed on May 5.", [("May 5", "2020-05-05", "")]),
    ("The capsule will land on May 5.", [("May 5", "2021-05-05", "")]),
    ("It landed on 3\u00a0March\u00a02018.", [("3\u00a0March\u00a02018", "2018-03-03", "")]),
    ("It landed on March 5th.", [("March 5th", "2020-03-05", "")]),
    # ranges
    ("The congress ran March 3-5 in Sochi.", [("March 3-5", "2020-03-03/2020-03-05", "")]),
    ("The congress ran 5–7 May 2019 in Sochi.", [("5–7 May 2019", "2019-05-05/2019-05-07", "")]),
    ("He toured Asia from 5 to 7 May.", [("from 5 to 7 May", "2020-05-05/2020-05-07", "")]),
    ("The talks ran from March to May 2019.", [("from March to May 2019", "2019-03/2019-05", "")]),
    ("They met between 2018 and 2022.", [("between 2018 and 2022", "2018/2022", "")]),
    ("The station flew in 1986–2001.", [("1986–2001", "1986/2001", "")]),
    ("The 2018–22 plan was shelved.", [("2018–22", "2018/2022", "")]),
    ("The trial lasted from November to February.", [("from November to February", "2019-11/2020-02", "")]),
    ("They trained in July and August.", [("July and August", "2020-07/2020-08", "")]),
    ("They trained in May and September.", [("May", "2020-05", ""), ("September", "2020-09", "")]),
    ("They trained in May and September 2018.", [("May", "2018-05", ""), ("September 2018", "2018-09", "")]),
    ("The launch was postponed from July to October.", [("July", "2020-07", ""), ("October", "2020-10", "")]),
    ("The date slipped from 2021 to 2023.", [("2021", "2021", ""), ("2023", "2023", "")]),
    ("The module will fly in 2024 or 2025.", [("2024", "2024", ""), ("2025", "2025", "")]),
    ("They met on 3 and 7 March.", [("3", "2020-03-03", ""), ("7 March", "2020-03-07", "")]),
    ("They met on 3, 4 and 5 March.", [("3, 4 and 5 March", "2020-03-03/2020-03-05", "")]),
    ("They met on March 3, 4 and 5, 2019.", [("March 3, 4 and 5, 2019", "2019-03-03/2019-03-05", "")]),
    ("They met on 3, 5 and 9 March.",
     [("3", "2020-03-03", ""), ("5", "2020-03-05", ""), ("9 March", "2020-03-09", "")]),
    ("They trained between 3 and 7 March.", [("between 3 and 7 March", "2020-03-03/2020-03-07", "")]),
    ("March and April 2019 were quiet.", [("March and April 2019", "2019-03/2019-04", "")]),
    ("May saw three launches.", [("May", "2020-05", "")]),
    ("It failed. May brought better luck.", [("May", "2020-05", "")]),
    ("The May launch was scrubbed.", [("May", "2020-05", "")]),
    # pointers, parts and seasons
    ("They will sign it next month.", [("next month", "2020-11", "")]),
    ("They will sign it early next year.", [("early next year", "2021", "START")]),
    ("The pact lapsed late last year.", [("late last year", "2019", "END")]),
    ("It will sign later this year.", [("this year", "2020", "")]),
    ("The lander arrived in the summer of 2019.", [("summer of 2019", "2019-22", "")]),
    ("The lander arrived in spring 2019.", [("spring 2019", "2019-21", "")]),
    ("The rover will wake up next spring.", [("next spring", "2021-21", "")]),
    ("Funds were cut last winter.", [("last winter", "2019-24", "")]),
    ("Contracts were signed in Q3 2019.", [("Q3 2019", "2019-07/2019-09", "")]),
    ("Contracts fell in the third quarter of 2019.", [("the third quarter of 2019", "2019-07/2019-09", "")]),
    ("It will fly in the second half of next year.",
     [("the second half of next year", "2021-07/2021-12", "")]),
    ("Work begins in mid-November.", [("mid-November", "2020-11", "MID")]),
    ("Work ended at the beginning of 2019.", [("the beginning of 2019", "2019", "START")]),
    ("Work should end by the end of next year.", [("the end of next year", "2021", "END")]),
    ("A base should stand by decade’s end.", [("decade’s end", "202X", "END")]),
    ("A base should stand by mid-century.", [("mid-century", "20XX", "MID")]),
    ("Talks resume this weekend.", [("this weekend", "2020-10-17/2020-10-18", "")]),
    ("The crew returned last Friday.", [("last Friday", "2020-10-09", "")]),
    ("The council will meet on Thursday.", [("Thursday", "2020-10-15", "")]),
    ("The fiscal year 2024 request fell.", [("fiscal year 2024", "2024", "")]),
    ("In July last year, the two fell out.", [("July last year", "2019-07", "")]),
    ("The next decade will decide.", [("The next decade", "203X", "")]),
    # decades, centuries, distances
    ("The docking dates from the 1970s.", [("1970s", "197X", "")]),
    ("The money ran out in the '90s.", [("'90s", "199X", "")]),
    ("The money ran out in the late 1990s.", [("late 1990s", "199X", "END")]),
    ("It was the race of the 20th century.", [("20th century", "19XX", "")]),
    ("The pact was signed three years ago.", [("three years ago", "2017-10", "APPROX")]),
    ("He resigned two weeks ago.", [("two weeks ago", "2020-09-29", "APPROX")]),
    ("Mir fell nearly two decades ago.", [("two decades ago", "2000", "APPROX")]),
    ("The probe left yesterday.", [("yesterday", "2020-10-12", "")]),
    ("He said tomorrow would tell.", [("tomorrow", "2020-10-14", "")]),
    ("The lander will fly in two years.", [("two years", "2022-10", "APPROX")]),
    ("The lander will fly in three weeks.", [("three weeks", "2020-11-03", "APPROX")]),
    ("He retired half a century ago.", [("half a century ago", "1970", "APPROX")]),
    ("He retired that very same month.", [("that very same month", "2020-10", "")]),
    # modifiers
    ("It will fly no earlier than 2024.", [("2024", "2024", "AFTER")]),
    ("It will fly no later than March 2024.", [("March 2024", "2024-03", "BEFORE")]),
    ("It stays aloft until at least 2028.", [("2028", "2028", "AFTER")]),
    ("It arrives by around 2030.", [("2030", "2030", "APPROX")]),
    ("It arrives in 2030 or so.", [("2030", "2030", "APPROX")]),
    ("Its pre-2014 orders and post-2022 losses differ.",
     [("2014", "2014", "BEFORE"), ("2022", "2022", "AFTER")]),
    ("Prices rose after last week’s announcement.", [("last week", "2020-10-05/2020-10-11", "")]),
    ("It is to land by the year 2030.", [("2030", "2030", "BEFORE")]),
    # direction of the clause
    ("Roscosmos announced on Monday plans to send a probe in December.",
     [("Monday", "2020-10-12", ""), ("December", "2020-12", "")]),
    ("Officials said in August that they would return in March.",
     [("August", "2020-08", ""), ("March", "2021-03", "")]),
    ("In December, China will launch its lander.", [("December", "2020-12", "")]),
    ("The agencies will share data, the two sides announced in December.", [("December", "2019-12", "")]),
    ("The mission, due for launch in April, is on track.", [("April", "2021-04", "")]),
    ("A launch scheduled for Saturday is on track.", [("Saturday", "2020-10-17", "")]),
    ("The draft programme will be signed in November.", [("November", "2020-11", "")]),
    ("They will replace the retired module in November.", [("November", "2020-11", "")]),
    ("The cabinet will put the bill to a vote by the end of June.", [("the end of June", "2021-06", "END")]),
    ("The panel has been asked to report by 31 January.", [("31 January", "2021-01-31", "BEFORE")]),
    ("The bureau demanded that the audit be finished by May.", [("May", "2021-05", "BEFORE")]),
    ("The base was to open in April, but did not.", [("April", "2020-04", "")]),
    ("The drill runs from Monday through Friday.",
     [("from Monday through Friday", "2020-10-12/2020-10-16", "")]),
    ("In 1961 he promised a landing, and by the end of the decade it was done.",
     [("1961", "1961", ""), ("the end of the decade", "196X", "END")]),
    ("They began in 2004; that December, all was over.",
     [("2004", "2004", ""), ("that December", "2004-12", "")]),
    # line-break hyphens and soft hyphens
    ("The deal was struck in Feb-ruary.", [("Feb-ruary", "2020-02", "")]),
    ("The deal was struck on Wednes\u00adday.", [("Wednes\u00adday", "2020-10-07", "")]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), INVENTED)
def test_invented_sentences_follow_from_the_codebooks_words(sentence, expected):
    assert read(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Europe may join the project, and others might march along.",
        "May the partnership last.",
        "May I ask who pays?",
        "It was built in two years.",
        "For the first time in two years they will meet.",
        "Nearly 2000 crates were loaded.",
        "Prime Minister Theresa May said so.",
        "The Long March 5 rocket and the Long March-3B stood ready.",
        "Chang'e-4, Soyuz MS-10, Luna 25 and Kosmos-2251 are names.",
        "Debris of Cosmos 2251 remains.",
        "The film 2001: A Space Odyssey foresaw it.",
        "The Mars 2020 rover and the Vision 2030 plan are names.",
        "The constellation has 2024 satellites.",
        "About 2000 people watched.",
        "It cost $2020, or 2,020 euros.",
        "The craft weighs 2010 kg.",
        "Touchdown came at 2030 GMT.",
        "A five-year period of joint work began.",
        "The 45-year-old flew for three months.",
        "They meet annually, every Monday and each year.",
        "The engine failed a week after the launch.",
        "It will come soon, in the foreseeable future, long ago or in recent months.",
        "Soviet-era rockets still fly.",
        "Over the next decade and within the past year, little changed.",
        "It arrived two years later than planned.",
        "The Sunday Times reported it.",
        "Russia Today broadcast it.",
        "He was in his 50s.",
        "Asteroid 2024 YR4 will pass.",
        "They will fall over time and spring into action.",
        "The decade was long and the year short.",
        "Security Council resolution 2118 was passed.",
    ],
)
def test_durations_names_amounts_and_vague_words_are_no_dates(sentence):
    assert read(sentence) == []


@pytest.mark.parametrize(
    ("slug", "words", "edtf"),
    [
        ("PARIS, June 5 (Reuters) - ", "June 5", "2020-06-05"),
        ("MOSCOW, December 29. /TASS/. ", "December 29", "2019-12-29"),
        ("BEIJING, Sept. 3 (Xinhua) -- ", "Sept. 3", "2020-09-03"),
        ("MOSCOW, October 13 (Sputnik) — ", "October 13", "2020-10-13"),
    ],
)
def test_a_slugs_date_belongs_to_no_sentence(slug, words, edtf):
    text = slug + "The two sides signed."
    sentences = [Sentence(1, len(slug), len(text), "body")]
    rows = find_dates(text, [Passage(1, 0, len(text), "body")], sentences, TUESDAY)
    found = [(row.sentence_id, text[row.start : row.end], row.edtf, row.mod) for row in rows]
    assert found == [(None, words, edtf, "")]


def test_a_headlines_bare_infinitive_lies_ahead():
    assert read("China to launch lander in December", role="headline") == [("December", "2020-12", "")]


@pytest.mark.parametrize("role", ["furniture", "comment"])
def test_furniture_and_comments_have_no_dates(role):
    assert read("October 13, 2020", role=role) == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("2 MINS READAug 30, 2017 | 23:08 GMT", "Aug 30, 2017"),
        ("Published:30 August 2017Updated: today", "30 August 2017"),
        ("2017-08-30T23:08:00Z", "2017-08-30"),
        ("Wed 30 Aug 2017 23.08 BST", "Wed 30 Aug 2017"),
    ],
)
def test_a_dateline_gives_its_date_even_glued_to_other_words(line, words):
    assert read(line, role="dateline")[0] == (words, "2017-08-30", "")


@pytest.mark.parametrize(
    ("lines", "published"),
    [
        ([("dateline", "Published: October 13, 2020")], TUESDAY),
        ([("dateline", "Updated 14 October 2020, published 13 October 2020")], TUESDAY),
        ([("dateline", "Updated: 13 October 2020")], TUESDAY),
        ([("headline", "A pact of 5 May 2019"), ("dateline", "13 Oct 2020")], TUESDAY),
        ([("body", "BEIJING, Oct. 13, 2020 (Xinhua) -- The two sides signed.")], TUESDAY),
        ([("body", "MOSCOW, October 13. /TASS/. The two sides signed.")], None),
        ([("body", "On October 13, 2020, the two sides signed.")], None),
        ([("dateline", "October 2020"), ("body", "Nothing here.")], None),
        ([], None),
    ],
)
def test_the_day_of_publication_counts_only_if_the_text_states_it_in_full(lines, published):
    text, passages = "", []
    for number, (role, line) in enumerate(lines, 1):
        passages.append(Passage(number, len(text), len(text) + len(line), role))
        text += line + "\n"
    assert find_published(text, passages) == published


@pytest.mark.parametrize(("sentence", "words", "edtf", "mod"), CODEBOOK)
def test_without_a_day_of_publication_spans_stay_and_relative_values_are_blank(sentence, words, edtf, mod):
    (found,) = read(sentence, published=None)
    assert found[0] == words
    assert found[1] in ("", edtf)
    assert found[1] == edtf or not re.search(r"\d{4}", words)


PATTERNS = tomllib.loads((files("spacepact.read") / "dates.toml").read_text(encoding="utf-8"))["pattern"]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern["name"])
def test_every_pattern_finds_its_own_example(pattern):
    assert any(pattern["span"] in words for words, _, _ in read(pattern["example"]))


PUBLICATION_DAYS = st.dates(date(1990, 1, 1), date(2040, 1, 1))
SENTENCES = [sentence for sentence, *_ in CODEBOOK + INVENTED]


@settings(deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), max_size=4), st.text(max_size=30), PUBLICATION_DAYS)
def test_spans_are_ordered_apart_trimmed_and_their_values_valid(sentences, noise, published):
    text = noise.join(sentences)
    sentence = Sentence(1, 0, len(text), "body")
    rows = find_dates(text, [Passage(1, 0, len(text), "body")], [sentence], published)
    end = 0
    for row in rows:
        words = text[row.start : row.end]
        assert row.start >= end and words == words.strip() and words
        assert row.edtf == "" or is_valid(row.edtf)
        end = row.end


@settings(deadline=None)
@given(
    st.sampled_from(
        ["on Monday", "on Friday", "last week", "yesterday", "next Sunday", "last Saturday", "this weekend"]
    ),
    PUBLICATION_DAYS,
    st.integers(-500, 500),
)
def test_whole_weeks_move_weekdays_by_as_much(words, published, weeks):
    shift = timedelta(days=7 * weeks)
    sentence = f"The two sides met {words}."
    before, after = (read(sentence, published + step)[0][1] for step in (timedelta(0), shift))
    assert tuple(day + shift for day in bounds(before)) == bounds(after)


@settings(deadline=None)
@given(st.sampled_from(["January", "June", "December", "Monday", "Sunday", "5 May"]), PUBLICATION_DAYS)
def test_the_told_lies_behind_and_the_planned_ahead(words, published):
    ((_, told, _),) = read(f"They met in {words}.", published)
    ((_, planned, _),) = read(f"They will meet in {words}.", published)
    assert bounds(told)[0] <= published <= bounds(planned)[1]


def gold_rows(table, doc_id):
    with (GOLD / table).open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["doc_id"] == doc_id]


def test_the_five_articles_agree_with_the_gold():
    spans, values, found_count, gold_count = 0, 0, 0, 0
    for path in sorted(SEEDS.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        passages = [Passage(int(row["passage_id"]), int(row["start"]), int(row["end"]), row["role"])
                    for row in gold_rows("passages.csv", path.stem)]  # fmt: skip
        sentences = [Sentence(int(row["sentence_id"]), int(row["start"]), int(row["end"]), row["role"])
                     for row in gold_rows("sentences.csv", path.stem)]  # fmt: skip
        (document,) = gold_rows("documents.csv", path.stem)
        rows = find_dates(text, passages, sentences, date.fromisoformat(document["published"]))
        found = {(str(row.sentence_id or ""), row.start, row.end, row.edtf, row.mod) for row in rows}
        gold = {(row["sentence_id"], int(row["start"]), int(row["end"]), row["edtf"], row["mod"])
                for row in gold_rows("dates.csv", path.stem)}  # fmt: skip
        spans += len({row[:3] for row in found} & {row[:3] for row in gold})
        values += len(found & gold)
        found_count, gold_count = found_count + len(found), gold_count + len(gold)
        stated = find_published(text, passages)
        assert (stated is not None) == (document["published_basis"] == "stated")
        assert stated is None or stated.isoformat() == document["published"]
    assert 2 * spans / (found_count + gold_count) >= 0.98
    assert 2 * values / (found_count + gold_count) >= 0.97


HOSTILE = [
    "2020 ", "July ", "July and ", "the ", "a ", "the last ", "early ", "5 May - ", "from 2018 to ", "2020-", "mid-",
    "1/", " ", "that that ", "Monday, ", "a-b", "\u00ad", "(", "to be ", "Sept", "20", "the end of the ", "ed ",
    "\u202e\u0301", "two weeks later ", "this year ", "A", "9", "will ", "will be ", "a. A", "one and a half ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_line_takes_time_in_proportion_to_its_length(piece):
    def seconds(length):
        text = (piece * (length // len(piece) + 1))[:length]
        began = time.process_time()
        read(text)
        return time.process_time() - began

    # A line of nothing but dates is the slowest that is honest; a pattern that backtracks takes minutes.
    assert min(seconds(100_000) for _ in range(3)) < 3


@pytest.mark.parametrize(
    "text",
    [
        "", "\0", "\0" * 1000, "🚀 2020 🚀", "\u200f5 May\u200f", "in 2020e\u0301", "31 June 2020", "9999 years ago",
        "999 centuries ago", "February 29", "00/00/2020", "05/06/2020", "7-5 May 2020", "from 2022 to 2018",
    ],
)  # fmt: skip
def test_odd_text_does_not_crash(text):
    for published in (TUESDAY, None, date.min, date.max):
        assert all(edtf == "" or is_valid(edtf) for _, edtf, _ in read(text, published))
