"""Makes a backup of both databases and the blobs into a folder; ciphertext only."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kbgo.backup.making import make_backup
from kbgo.backup.shelf import Shelf
from kbgo.sealing import private_key_file


class Command(BaseCommand):
    help = "Adds a backup to a folder, and drops what was kept long enough there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        made = make_backup(Shelf(options["folder"]))
        self.stdout.write(
            f"{made.stamp}: {made.rows} rows, {made.secrets} secrets, {made.blobs} blobs "
            f"({made.new_blobs} new), {made.dropped} files dropped"
        )
        if made.erased_meanwhile:
            self.stdout.write(f"erased meanwhile, and not in it: {made.erased_meanwhile} blobs")
        if private_key_file().exists():
            self.stdout.write(f"{private_key_file().name} still lies here: keep it elsewhere.")
        if made.lost:
            raise CommandError("blobs that rows name and that are gone: " + ", ".join(made.lost))
