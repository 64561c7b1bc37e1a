"""Runs a function of `tests.jobs.steps`, or of those beside it; its answer goes out as JSON."""

import json
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    django.setup()
    modules = [
        import_module(f"tests.jobs.{name}") for name in ("steps", "rekey_steps", "upload_steps")
    ]
    step = next(found for module in modules if (found := getattr(module, sys.argv[1], None)))
    sys.stdout.write(json.dumps(step(*sys.argv[2:])))
