"""Refuses to start in combinations that would undo a promise; each has an id and a way out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from custody.sealing import roots_can_be_read
from evidence.scanning import address_of
from kbgo.sealing import keys_can_be_wrapped

LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]", "testserver"})
UPLOAD_HANDLERS = ["evidence.uploads.SealingUploadHandler"]
LEAST_ARGON2 = (65536, 3)
WEB, LONGEST_URL = ("http://", "https://"), 300


@register(Tags.security)
def debug_is_private(**kwargs: Any) -> list[CheckMessage]:
    public = set(settings.ALLOWED_HOSTS) - LOOPBACK_HOSTS
    if not settings.DEBUG or not public:
        return []
    hint = "Take KBGO_DEBUG away, or leave only loopback names in KBGO_ALLOWED_HOSTS."
    return [Error("DEBUG shows content to whoever reaches a public host.", hint, id="kbgo.E001")]


@register(Tags.security)
def production_uses_https(**kwargs: Any) -> list[CheckMessage]:
    cookies = (settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE)
    if not settings.PRODUCTION or (settings.SECURE_SSL_REDIRECT and all(cookies)):
        return []
    return [Error("Production answers over HTTPS only.", id="kbgo.E002")]


@register(Tags.security)
def state_is_not_served(**kwargs: Any) -> list[CheckMessage]:
    """Nothing under the state directory but the collected static files may have an address."""
    served = [Path(folder).resolve() for folder in settings.STATICFILES_DIRS]
    served += [
        Path(folder).resolve() for folder in (settings.STATIC_ROOT, settings.MEDIA_ROOT) if folder
    ]
    state = Path(settings.STATE_DIR)
    if not any(state.is_relative_to(folder) for folder in served):
        return []
    hint = "Point KBGO_STATE_DIR to a folder of its own."
    return [Error("The state directory lies inside a folder that is served.", hint, id="kbgo.E003")]


@register(Tags.security)
def uploads_are_sealed(**kwargs: Any) -> list[CheckMessage]:
    if settings.FILE_UPLOAD_HANDLERS == UPLOAD_HANDLERS:
        return []
    hint = f"FILE_UPLOAD_HANDLERS is {UPLOAD_HANDLERS} and nothing else."
    return [Error("Another upload handler would see files in clear.", hint, id="kbgo.E004")]


@register(Tags.security)
def no_asgi(**kwargs: Any) -> list[CheckMessage]:
    if getattr(settings, "ASGI_APPLICATION", None) is None:
        return []
    text = "ASGI spools request bodies to disk in clear before any upload handler runs."
    return [Error(text, "Serve the site by WSGI.", id="kbgo.E005")]


@register(Tags.security)
def messages_are_json(**kwargs: Any) -> list[CheckMessage]:
    """A pickle from the broker runs code in the worker that holds the keys."""
    named = {*settings.CELERY_ACCEPT_CONTENT, settings.CELERY_TASK_SERIALIZER}
    if named == {"json"} and settings.CELERY_RESULT_BACKEND is None:
        return []
    text = "Celery may only read JSON, and keeps no results."
    return [Error(text, id="kbgo.E006")]


@register(Tags.security)
def keys_are_hybrid(**kwargs: Any) -> list[CheckMessage]:
    if keys_can_be_wrapped():
        return []
    hint = "Install the wheel of `cryptography`, which brings an OpenSSL of its own."
    return [Error("The OpenSSL in use has no ML-KEM.", hint, id="kbgo.E007")]


@register(Tags.security)
def words_cost_enough(**kwargs: Any) -> list[CheckMessage]:
    """64 MiB and three passes are what 77 bits of words were reckoned with."""
    asked = (settings.ARGON2_MEMORY_KIB, settings.ARGON2_ITERATIONS)
    enough = all(have >= least for have, least in zip(asked, LEAST_ARGON2, strict=True))
    if enough or not settings.PRODUCTION:
        return []
    hint = "Take KBGO_ARGON2_MEMORY_KIB and KBGO_ARGON2_ITERATIONS away."
    return [Error("Argon2id is set below 64 MiB or three passes.", hint, id="kbgo.E008")]


@register(Tags.security)
def stamps_can_be_checked(**kwargs: Any) -> list[CheckMessage]:
    """An answer is worth what it can be led back to; other addresses than the web's are refused."""
    if not all(each.startswith(WEB) and len(each) <= LONGEST_URL for each in settings.TSA_URLS):
        hint = "KBGO_TSA_URLS are addresses that begin with https:// or http://."
        return [Error("A time-stamp authority has no web address.", hint, id="kbgo.E010")]
    if not settings.TSA_URLS or roots_can_be_read():
        return []
    hint = "KBGO_TSA_ROOTS_FILE names a PEM file with the roots of the authorities, at most 16."
    return [Error("Time stamps have no roots to lead back to.", hint, id="kbgo.E011")]


@register(Tags.security)
def scanner_has_an_address(**kwargs: Any) -> list[CheckMessage]:
    """A scanner that cannot be reached holds nothing up, so a slip of the pen would go unseen.

    clamd knows no encryption: what it is shown over a network, the network sees.
    """
    if not settings.CLAMD_SOCKET:
        return []
    try:
        address = address_of(settings.CLAMD_SOCKET)
    except ValueError:
        hint = "KBGO_CLAMD_SOCKET is the path of clamd's socket, or host:port."
        return [Error("The virus scanner has no address.", hint, id="kbgo.E013")]
    if isinstance(address, str) or address[0] in LOOPBACK_HOSTS | {"::1"}:
        return []
    text = "Files go to the virus scanner in clear, over a network."
    return [Warning(text, "Let clamd listen on a socket of this machine.", id="kbgo.W002")]


@register(Tags.security)
def state_is_private(**kwargs: Any) -> list[CheckMessage]:
    folders = (Path(settings.STATE_DIR), Path(settings.RUN_DIR), Path(settings.SECRETS_DIR))
    return list(_open_folders(folders))


def _open_folders(folders: tuple[Path, ...]) -> Iterator[CheckMessage]:
    for folder in folders:
        if folder.is_dir() and folder.stat().st_mode & 0o077:
            text = f"Other accounts of this machine can look into {folder.name}."
            yield Error(text, "Make it mode 0700.", id="kbgo.E009")


@register(Tags.security, deploy=True)
def session_half_is_elsewhere(**kwargs: Any) -> list[CheckMessage]:
    """A backup of the state directory must not carry the server's half of the session keys."""
    if not Path(settings.RUN_DIR).is_relative_to(settings.STATE_DIR):
        return []
    hint = "Point KBGO_RUN_DIR to a folder in memory, such as one under /run."
    return [Warning("The run directory lies in the state directory.", hint, id="kbgo.W001")]
