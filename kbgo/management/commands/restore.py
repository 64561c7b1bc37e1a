"""Puts a backup back and proves it with vault_fsck."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from core.exceptions import NotOpened
from kbgo.backup.restoring import Refused, Restored, chosen, finish_erasures, restore
from kbgo.sealing import private_key_file


class Command(BaseCommand):
    help = "Puts a backup back. 0 when vault_fsck finds that all invariants hold, else 1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--key", type=Path, help="the private backup key, if kept elsewhere")
        parser.add_argument("--main", default="", help="which main dump; without it the newest")
        parser.add_argument("--shred", default="", help="which shred dump; without it the newest")
        parser.add_argument("--replace", action="store_true", help="delete what the instance holds")
        parser.add_argument(
            "--finish-erasures",
            action="store_true",
            help="erase what is left of cases whose secret is gone",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            key = (options["key"] or private_key_file()).read_bytes()
            choice = chosen(options["folder"], options["main"], options["shred"], key)
            restored = restore(choice, replace=options["replace"])
        except OSError as error:
            raise CommandError(f"{type(error).__name__}: a file cannot be read.") from error
        except NotOpened as error:
            raise CommandError("This dump is not of this instance, or was changed.") from error
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self._tell(restored)
        if options["finish_erasures"]:
            self.stdout.write(f"erasures finished: {finish_erasures()}")
        call_command("vault_fsck", stdout=self.stdout)

    def _tell(self, restored: Restored) -> None:
        self.stdout.write(
            f"{restored.rows} rows, {restored.secrets} secrets, {restored.blobs} blobs"
        )
        if restored.closed:
            self.stdout.write(f"cases that no key opens any more: {restored.closed}")
        for found, names in (("missing", restored.missing), ("damaged", restored.damaged)):
            for name in names:
                self.stdout.write(f"{found} blob: {name}")
