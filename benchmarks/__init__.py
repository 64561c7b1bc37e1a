"""How fast the site is, next to the least that its work can cost on the same machine.

`python -m benchmarks` measures each act and its yardstick side by side, in turns, and keeps the
best of each: a ratio says more than a speed, and survives a change of machine.
"""
