"""Runs one of `tests.kbgo.steps` in an instance and writes its answer as JSON."""

import json
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    django.setup()
    step = getattr(import_module("tests.kbgo.steps"), sys.argv[1])
    sys.stdout.write(json.dumps(step(*sys.argv[2:])))
