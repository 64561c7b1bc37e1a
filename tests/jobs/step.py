"""Runs one of `tests.jobs.steps` and writes its answer to standard output, as JSON."""

import json
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    django.setup()
    step = getattr(import_module("tests.jobs.steps"), sys.argv[1])
    sys.stdout.write(json.dumps(step(*sys.argv[2:])))
