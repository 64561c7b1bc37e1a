"""The WSGI entry point. There is no ASGI one: Django's would spool uploads to disk in clear."""

import os
from io import StringIO

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kbgo.settings")

application = get_wsgi_application()
# Django runs the checks for its commands only; a server that fails one must not start either.
call_command("check", stdout=StringIO())
