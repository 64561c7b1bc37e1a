from django.apps import AppConfig
from django.core.checks import register

from resources.checks import check_data


class ResourcesConfig(AppConfig):
    name = "resources"

    def ready(self) -> None:
        register(check_data)
