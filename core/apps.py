from django.apps import AppConfig
from django.core.checks import register

from core.routes import check_routes


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        register(check_routes)
