"""The append-only, hash-chained, signed log of everything done to a case."""
