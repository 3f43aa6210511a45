"""The findings of the book, each a function of the evidence that can turn out false.

Only confirmed rows carry a finding, and a share only as far as its Wilson interval goes. On evidence too thin to
judge by, a finding does not hold and lacks the numbers that cannot be had.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from math import nan
from types import SimpleNamespace
from typing import NamedTuple

import pandas as pd

from spacepact.read.edtf import bounds
from spacepact.read.evidence import Evidence
from spacepact.read.intervals import wilson

TWO = ["China", "Russia"]


class Finding(NamedTuple):
    """A finding, whether the evidence it was given bears it out, and the numbers its sentence prints."""

    name: str
    holds: bool
    numbers: Mapping[str, int | str]


def ground_built(evidence: Evidence) -> Finding:
    """What was agreed for the ground is reported built; little of what was to fly has flown.

    Holds if papers were signed since 2014 and, of the items last reported since, more than half on the ground and
    fewer than half in flight are delivered, among all and among those on a signed paper, and no instrument of one
    flew on a probe of the other. Overturned by such an instrument, a signed item that flies, joint spacecraft in
    numbers, or navigation stations that do not exist.
    """
    timeline, items = _confirmed(evidence, "cooperation_timeline"), _confirmed(evidence, "delivered_or_not")
    items = items[items["status_on"].ge("2014")]
    done, ground, flight = items["delivered"].fillna(False), items["realm"].eq("ground"), items["realm"].eq("flight")
    rows = {"on_ground": ground, "built": ground & done, "in_flight": flight, "flown": flight & done}
    rows |= {f"signed_{name}": part & items["instrument"].ne("none") for name, part in rows.items()}
    rows |= {"by_officials": ground & done & items["evidence"].str.endswith("_official"),
             "instruments": done & items["kind"].eq("hosted_instrument"),
             "joint_spacecraft": done & items["kind"].eq("joint_spacecraft"),
             "papers": timeline["kind"].eq("signed") & timeline["date"].ge("2014")}
    n = {name: int(part.sum()) for name, part in rows.items()}
    uneven = all(2 * n[f"{of}built"] > n[f"{of}on_ground"] and 2 * n[f"{of}flown"] < n[f"{of}in_flight"]
                 for of in ("", "signed_"))
    return _finding("ground-built-flight-not", uneven and n["papers"] > 0 and n["instruments"] == 0, **n)


def smaller_not_less_reliable(evidence: Evidence) -> Finding:
    """Russia did not become less reliable; it became smaller, and half of what it lifts goes to the ISS.

    Holds if Russian providers made fewer attempts in 2022 to 2025 than in 2014 to 2017 with no smaller share of
    successes, their interval not below China's; if Russia lifts less a year by both measures; and if ships are 40 to
    60 per cent of the mass since 2022. Overturned by failures, growth, or other payloads.
    """
    launches, mass = _by_provider(evidence), _confirmed(evidence, "mass_to_orbit")
    counts, measures = ["successes", "attempts"], ["mass_low_t", "mass_high_t"]
    (hits, trials), (early_hits, early_trials), rival = (
        launches.loc[launches["country"].eq(who) & launches["year"].between(first, first + 3), counts].sum()
        for who, first in (("Russia", 2022), ("Russia", 2014), ("China", 2022)))
    reliable = hits * early_trials >= early_hits * trials and _interval(hits, trials)[1] >= _interval(*rival)[0]
    mass = mass[mass["country"].eq("Russia")]
    since, before = mass[mass["year"].ge(2022)], mass[mass["year"].between(2014, 2017)]
    full = since[since["full_year"]]
    lighter = (full[measures].astype(float).mean() < before[measures].astype(float).mean()).all()
    tonnes, yearly = since["mass_high_t"], full["crew_and_cargo_share_pct"]
    ships = (since["crew_and_cargo_share_pct"] * tonnes).sum() / (tonnes.sum() or nan)
    return _finding(
        "smaller-not-less-reliable", 0 < trials < early_trials and reliable and lighter and 40 <= ships <= 60,
        succeeded=hits, attempted=trials, earlier_succeeded=early_hits, earlier_attempted=early_trials,
        late_share=ships, least_ships=yearly.min(), most_ships=yearly.max())


def customers_lost(evidence: Evidence) -> Finding:
    """The customers Russia lost left in two steps, and China replaced none.

    Holds if flights mainly for foreign owners are fewer in each year from 2015 to 2021 than in any before, and fewer
    in each year since than in any of those, and no payload since 2014 is Chinese-owned. Overturned by one Chinese
    payload on a Russian rocket, or by foreign flights that grow again.
    """
    table = _confirmed(evidence, "foreign_payloads_on_russian_rockets").set_index("year").sort_index()
    flights, chinese = table["flights_mainly_foreign"].astype(float), table.loc[2014:, "chinese_payloads"].sum()
    between, steady = flights.loc[2015:2021], flights.loc[2015:2020]
    two_steps = flights.loc[:2014].min() > between.max() and between.min() > flights.loc[2022:].max()
    return _finding("customers-lost-in-two-steps", two_steps and chinese == 0, chinese=chinese,
                    steady_least=steady.min(), steady_most=steady.max(),
                    **{f"in_{year}": flights.get(year, nan) for year in (2014, 2020, 2021, 2024)})


def exit_in_speech(evidence: Evidence) -> Finding:
    """Russia leaves the station in speeches and stays by decision, each time after Washington.

    Holds if statements of a Russian exit outnumber the government's decisions to stay, two or more, none of them
    decides, and each decision came after an American one that reached as far. Overturned by a formal notice of
    withdrawal, or by a Russian decision ahead of the American one.
    """
    acts = _confirmed(evidence, "iss_exit_statements")
    exits, decided = acts[acts["subject"].eq("russian_exit")], acts[acts["register"].eq("government_decision")]
    stays = decided[decided["subject"].eq("extension")].dropna(subset=["target"])
    american, russian = (sorted((bounds(row.stated_on)[0], bounds(row.target)[0]) for row in rows.itertuples())
                         for rows in (stays[stays["country"].eq(who)] for who in ("United States", "Russia")))
    waits = [next(((day - first).days for first, reach in american if reach >= until), nan) for day, until in russian]
    spoken, said = len(exits) > len(waits) >= 2 and not exits["decides"].any(), exits["register"].value_counts()
    return _finding(
        "exit-in-speech-stay-by-decision", spoken and all(wait > 0 for wait in waits), exits=len(exits),
        stays=len(waits), **dict(zip(("first_wait", "second_wait"), waits)), councils=said.get("technical_council", 0),
        statements=said.get("official_statement", 0), threats=said.get("conditional_threat", 0),
        readings=said.get("press_reading", 0))


def camps_overlap(evidence: Evidence) -> Finding:
    """The two camps on the Moon overlap where it counts.

    Holds if a state that counts as a partner of the lunar station has signed the Artemis Accords, and at least half of
    the states with a payload on Chang'e-7, the next probe, are signatories. Overturned if each such state leaves
    one of the two, or if the signatories' payloads are taken off before flight.
    """
    accords, members = _confirmed(evidence, "artemis_accords"), _confirmed(evidence, "ilrs_members")
    partners = members.loc[members["counted"], "iso3"]
    both = sorted(accords.loc[accords["iso3"].isin(partners), "country"])
    payloads = _confirmed(evidence, "foreign_payloads_on_change")
    aboard = payloads[payloads["probe"].eq("Chang'e-7") & payloads["kind"].eq("state") & payloads["part"].ne("component")]
    guests = aboard.drop_duplicates("iso3")
    signed = int(guests["iso3"].isin(accords["iso3"]).sum())
    return _finding("camps-overlap", both and 0 < len(guests) <= 2 * signed, in_both=len(both),
                    both_names=" and ".join(both), signatories=len(accords), states=partners.nunique(),
                    guests=len(guests), signatory_guests=signed)


def russia_judged_worse(evidence: Evidence) -> Finding:
    """The articles judge Russia less favourably than China.

    Holds if the interval of the share of unfavourable sentences among those that judge Russia or its agency lies
    above that for China. Overturned by favourable sentences on Russia, or by too few of any to tell.
    """
    judged = evidence.table("assessments").replace({"actor": {"CNSA": "China", "Roscosmos": "Russia"}})
    judged = judged[judged["actor"].isin(TWO)]
    n = {f"{actor.lower()}_{way}": (judged["actor"].eq(actor) & judged["polarity"].eq(sign)).sum()
         for actor in TWO for way, sign in (("up", 1), ("down", -1))}
    china, russia = (_interval(n[f"{who}_down"], n[f"{who}_up"] + n[f"{who}_down"]) for who in ("china", "russia"))
    return _finding("russia-judged-worse", russia[0] > china[1], **n, articles_judging=judged["doc_id"].nunique())


def no_date_named(evidence: Evidence) -> Finding:
    """Most forward-looking statements name no date.

    Holds if the interval of the share of confirmed statements with an open target lies above one half; the numbers
    are those of the whole ledger. Overturned by more dated statements, or by an end read into open ones.
    """
    ledger = _ledger(evidence)
    loose = ~ledger["dated"]
    return _finding("no-date-named", _interval((loose & ledger["verified"]).sum(), ledger["verified"].sum())[0] > 1 / 2,
                    total=len(ledger), dated_count=ledger["dated"].sum(), open_ended=loose.sum())


def quarter_as_stated(evidence: Evidence) -> Finding:
    """Of the settled statements that name a date, about a quarter came as stated.

    Holds if the interval of the share that came as stated, as understood, has one quarter in it and lies below one
    half. Overturned by a second judge who finds more of them kept, or by open dates that fall due and are.
    """
    ledger = _ledger(evidence)
    outcome = ledger["outcome_as_understood"]
    settled = ledger["dated"] & ledger["verified"] & outcome.ne("open")
    kept, resolved = (settled & outcome.eq("as_stated")).sum(), settled.sum()
    low, high = _interval(kept, resolved)
    return _finding("a-quarter-as-stated", low <= 1 / 4 <= high < 1 / 2, kept=kept, resolved_count=resolved,
                    kept_share=100 * kept / (resolved or nan), least=100 * low, most=100 * high)


def claims_fall(evidence: Evidence) -> Finding:
    """Where articles are contradicted, most of their claims do not survive the record.

    Holds if, of the articles' claims in disputes that the record settles, the interval of the share it supports lies
    below one half. Overturned by disputes in which an article was right, or by too few to tell.
    """
    disputes = _confirmed(evidence, "contradictions")
    settled = disputes["type"].ne("record_only") & ~disputes["holds"].isin(["unsettled", "record_only"])
    made = {side: settled & disputes[f"{side}_doc_id"].notna() for side in ("first", "second")}
    claims = sum(rows.sum() for rows in made.values())
    survived = sum((rows & disputes["holds"].isin([side, "both"])).sum() for side, rows in made.items())
    return _finding("claims-fall-to-the-record", _interval(survived, claims)[1] < 1 / 2, disputed=len(disputes),
                    neither_holds=disputes["holds"].eq("neither").sum(), claims=claims, survived=survived)


def launch_lead(evidence: Evidence) -> Finding:
    """China has made more launch attempts than Russia in every year since 2018, and succeeds as often.

    Holds if, by provider, China is ahead in each year from 2018 to the last one counted, none missing, and the
    intervals of the shares of success from 2014 to 2025 overlap. Overturned by one Russian lead, or by failures.
    """
    launches = _by_provider(evidence)
    years = launches.pivot(index="year", columns="country", values="attempts").reindex(columns=TWO).dropna()
    ahead, last = years["China"] > years["Russia"], years.index.max()
    lead = len(years) > 0 and list(ahead.index[ahead & (ahead.index >= 2018)]) == list(range(2018, last + 1)) != []
    sums = launches[launches["year"].between(2014, 2025)].groupby("country")[["successes", "attempts"]].sum()
    china, russia = (_interval(*sums.loc[who]) if who in sums.index else (0.0, 1.0) for who in TWO)
    columns = {"now": years.T.get(last, {}), "total": sums["attempts"],
               "share": (100 * sums["successes"] / sums["attempts"]).map("{:.1f}".format)}
    return _finding("launch-lead", lead and china[0] <= russia[1] and russia[0] <= china[1],
                    first_lead=years.index[ahead].min(), last_russian_lead=years.index[~ahead].max(), latest_year=last,
                    **{f"{who.lower()}_{name}": by.get(who, nan) for who in TWO for name, by in columns.items()})


FINDINGS: tuple[Callable[[Evidence], Finding], ...] = (
    ground_built, smaller_not_less_reliable, customers_lost, exit_in_speech, camps_overlap, russia_judged_worse,
    no_date_named, quarter_as_stated, claims_fall, launch_lead)


def tables_of(finding: Callable[[Evidence], Finding], evidence: Evidence) -> tuple[str, ...]:
    """Return the names of the tables a finding asks the evidence for."""
    seen: dict[str, pd.DataFrame] = {}
    finding(SimpleNamespace(table=lambda name: seen.setdefault(name, evidence.table(name))))
    return tuple(seen)


def list_findings(evidence: Evidence) -> pd.DataFrame:
    """Return the findings: ``finding``, its ``claim`` in words, whether it ``holds`` and the ``tables`` it rests on."""
    return pd.DataFrame(
        [(found.name, one.__doc__.split("\n")[0], found.holds, ", ".join(tables_of(one, evidence)))
         for one in FINDINGS for found in [one(evidence)]], columns=["finding", "claim", "holds", "tables"])


def leave_one_out(evidence: Evidence) -> pd.DataFrame:
    """Try each finding without each article, and without each table it reads.

    Columns: ``finding``, ``left_out`` (an article's ``doc_id`` or a table), ``kind`` (article or table), ``holds``,
    and ``changed``, true where the numbers moved.
    """
    less, rows = [(doc_id, "article", evidence.without(doc_id)) for doc_id in evidence.texts], []
    for finding in FINDINGS:
        name, _, numbers = finding(evidence)
        emptied = [(table, "table", evidence.without_table(table)) for table in tables_of(finding, evidence)]
        trials = [(left_out, kind, finding(rest)) for left_out, kind, rest in less + emptied]
        rows += [(name, left_out, kind, found.holds, found.numbers != numbers) for left_out, kind, found in trials]
    return pd.DataFrame(rows, columns=["finding", "left_out", "kind", "holds", "changed"])


def _finding(name: str, holds: object, **numbers: object) -> Finding:
    """Return a finding with its numbers whole, without those that could not be had."""
    known = {key: value for key, value in numbers.items() if not pd.isna(value)}
    return Finding(name, bool(holds), {key: v if isinstance(v, str) else round(float(v)) for key, v in known.items()})


def _interval(hits: int, trials: int) -> tuple[float, float]:
    """Return the Wilson interval of a share; no trials leave it wholly open."""
    return wilson(int(hits), int(trials)) if trials else (0.0, 1.0)


def _confirmed(evidence: Evidence, name: str) -> pd.DataFrame:
    """Return the confirmed rows of a table of the record."""
    return (rows := evidence.table(name))[rows["verified"]]


def _by_provider(evidence: Evidence) -> pd.DataFrame:
    """Return the launches counted to the state of their provider, where successes are known."""
    launches = _confirmed(evidence, "launches_by_year")
    return launches[launches["attribution"].eq("provider") & launches["successes"].notna()]


def _ledger(evidence: Evidence) -> pd.DataFrame:
    """Return the forecasts, each with whether its target has an end (``dated``)."""
    ledger = evidence.table("forecasts")
    return ledger.assign(dated=pd.array([bounds(target)[1] != date.max for target in ledger["target"]], dtype=bool))
