"""Reads the chat exports of messengers. Pure: knows no storage, no request and no key.

Runs inside the sandbox. What a parser cannot read is told line by line, never dropped in silence.
"""
