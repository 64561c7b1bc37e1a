"""Turns what is known of a case into a packet. Pure: no database, no request, no key, no disk.

Nothing at the top of this package may import Django: the child that typesets imports it too.
"""
