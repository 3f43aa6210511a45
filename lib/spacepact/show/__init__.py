"""Dataframes to figures and tables; opens no file."""

from spacepact.show.figure import figure
from spacepact.show.tables import link, table

__all__ = ["figure", "link", "table"]
