"""Checks a packet offline: standard library and `cryptography` only, none of the site's code.

`python -m vaultverify PACKET.zip [--pin FINGERPRINT] [--tsa-roots FILE] [--json]`. Where
`rfc3161-client` is installed, the signatures of time stamps are checked as well. The ZIP is read in
place and never unpacked; memory grows neither with the size of what is in it nor with the log.
"""
