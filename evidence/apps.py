from django.apps import AppConfig

from core.buffers import keep_large_buffers


class EvidenceConfig(AppConfig):
    name = "evidence"

    def ready(self) -> None:
        keep_large_buffers()
