"""Articles and the public record to dataframes, each row with its source."""

from spacepact.read.evidence import Evidence, load

__all__ = ["Evidence", "load"]
