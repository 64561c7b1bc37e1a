"""What an item is, in a word for a list."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.html import Text
from evidence.details import ItemDetails
from evidence.enums import ItemKind
from evidence.models import EvidenceItem
from evidence.sniffing import FileClass

FILE_KINDS: Mapping[str, Text] = {
    FileClass.IMAGE: _("Picture"),
    FileClass.VIDEO: _("Video"),
    FileClass.AUDIO: _("Sound"),
    FileClass.DOCUMENT: _("Document"),
    FileClass.TEXT: _("Text"),
    FileClass.MAIL: _("Email"),
    FileClass.ARCHIVE: _("Chat export"),
    FileClass.OTHER: _("Other file"),
}


def kind_label(item: EvidenceItem, details: ItemDetails) -> Text:
    if details.chat:
        return _("Chat")
    return FILE_KINDS[item.file_class] if details.kind == ItemKind.FILE else details.kind.label
