"""Checks a packet offline: standard library and `cryptography` only, none of the site's code.

`python -m vaultverify PACKET.zip [--pin FINGERPRINT] [--json]`. The ZIP is read in place and
never unpacked; memory does not grow with the size of what is in it.
"""
