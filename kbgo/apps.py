from django.apps import AppConfig


class KbgoConfig(AppConfig):
    name = "kbgo"

    def ready(self) -> None:
        from kbgo import checks  # noqa: F401  registers them
