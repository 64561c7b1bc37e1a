"""The organisation's side: what was shared with it, who works on it, what they looked at."""
