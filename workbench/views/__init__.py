"""The pages of an organisation: its cases, its people, its key."""
