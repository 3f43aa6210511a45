"""Text alternatives of charts, computed from the data that is drawn."""

from __future__ import annotations

import pandas as pd


def of_series(kind: str, what: str, frame: pd.DataFrame, x: str, y: str, series: str | None = None, form: str = "{:g}") -> str:
    """Say of each series where it starts and ends and where it is highest and lowest."""
    frame = frame.astype({x: str})  # beside fractions a whole year would be read out with a decimal point
    parts = [f"{kind}: {what}, {frame[x].min()} to {frame[x].max()}."]
    for name, group in frame.groupby(series, sort=False) if series else [("", frame)]:
        group = group.dropna(subset=[y]).sort_values(x)
        if group.empty:
            continue
        first, last = group.iloc[0], group.iloc[-1]
        high, low = group.loc[group[y].idxmax()], group.loc[group[y].idxmin()]
        said = [f"{form.format(row[y])} in {row[x]}" for row in (first, last, high, low)]
        parts.append(f"{name + ': ' if name else ''}from {said[0]} to {said[1]}, highest {said[2]}, lowest {said[3]}.")
    return " ".join(parts)


def of_values(kind: str, what: str, frame: pd.DataFrame, label: str, value: str, form: str = "{:g}") -> str:
    """Say every value with its label; for charts of few marks."""
    pairs = "; ".join(f"{row[label]} {form.format(row[value])}" for _, row in frame.iterrows() if pd.notna(row[value]))
    return f"{kind}: {what}. {pairs}."


def of_events(kind: str, what: str, frame: pd.DataFrame, when: str, group: str) -> str:
    """Say how many marks each group has, and the first and the last."""
    counts = "; ".join(f"{name} {count}" for name, count in frame[group].value_counts(sort=True).items())
    return f"{kind}: {what}, {len(frame)} from {frame[when].min()} to {frame[when].max()}. {counts}."
