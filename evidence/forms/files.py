"""What she is asked about a file."""

from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms import (
    CHOICE_NEEDED,
    Answer,
    BaseForm,
    ChoiceField,
    FileField,
    LongTextField,
    TickField,
)
from core.html import Text, file_size
from evidence.exceptions import Refusal, UploadRefused
from evidence.sniffing import FileClass
from evidence.uploads import RefusedUpload, SealedUpload

KINDS = {
    FileClass.IMAGE: _("Pictures"),
    FileClass.VIDEO: _("Videos"),
    FileClass.AUDIO: _("Sounds"),
    FileClass.DOCUMENT: _("Documents"),
    FileClass.TEXT: _("Text files"),
    FileClass.MAIL: _("Emails"),
    FileClass.OTHER: _("Other files"),
}
KINDS_TAKEN = _("Pictures, videos, sounds, documents, emails (.eml) and plain text can be kept.")
KEPT_AS_IS = _("To keep it all the same, choose it again and tick “Keep it as it is”.")
ONLY_TEXT = _("Only plain text can be kept here.")
CHATS_TAKEN = _("Exported chats can be kept: text, JSON, a web page or a ZIP.")


def told_of(error: UploadRefused, taken: frozenset[FileClass]) -> str:
    """Why a file was not taken, and what would have been."""
    sentences = [str(error.reason.label)]
    if error.limit:
        sentences.append(
            gettext("The largest file that can be kept is %(limit)s.")
            % {"limit": file_size(error.limit)}
        )
    if error.reason in (Refusal.TYPE, Refusal.CARRIES):
        sentences.append(str(_kinds_taken(taken)))
    can_be_ticked = FileClass.OTHER in taken and FileClass.ARCHIVE not in taken
    if error.reason in (Refusal.TYPE, Refusal.TWO_KINDS) and can_be_ticked:
        sentences.append(str(KEPT_AS_IS))
    return " ".join(sentences)


def _kinds_taken(taken: frozenset[FileClass]) -> Text:
    if taken == {FileClass.TEXT}:
        return ONLY_TEXT
    return CHATS_TAKEN if FileClass.ARCHIVE in taken else KINDS_TAKEN


class SealedFileField(FileField):
    """A file that the upload handler sealed, or refused with a reason."""

    taken: frozenset[FileClass] = frozenset(FileClass)

    def clean(self, data: Any, initial: Any = None) -> Any:
        if isinstance(data, RefusedUpload):
            raise ValidationError(self.told(data.error), code=data.error.reason.value)
        return super().clean(data, initial)

    def told(self, error: UploadRefused) -> str:
        return told_of(error, self.taken)


class Intimate:
    """The answers to "is it intimate"; everything but a plain no counts as yes."""

    YES, NO, UNSURE = "yes", "no", "unsure"
    CHOICES = ((YES, _("Yes")), (NO, _("No")), (UNSURE, _("I am not sure")))


class AdmitForm(BaseForm):
    """One file, and the little that has to be known about it."""

    question_title = _("Keep a file here")
    submit_label = _("Keep this file")
    may_rest = False

    file = SealedFileField(
        label=_("File"),
        kinds=_("A picture, a video, a sound, a document (PDF, DOCX, ODT), an email or text."),
    )
    as_is = TickField(
        label=_("Keep it as it is"),
        help_text=_(
            "Only for other kinds of files. They are never opened or shown here, and are "
            "downloaded under a name that ends in .bin."
        ),
        required=False,
    )
    intimate = ChoiceField(
        label=_("Is something intimate visible in it?"),
        help_text=_("Intimate files stay out of every packet; only their fingerprint goes in."),
        choices=Intimate.CHOICES,
        initial=Intimate.UNSURE,
    )
    minor = ChoiceField(
        label=_("Was anyone in it under 18 when it was made?"),
        help_text=_("Every file needs an answer; only plain text needs none."),
        choices=[(one.value, one.label) for one in (Answer.YES, Answer.NO, Answer.UNKNOWN)],
        required=False,
    )
    shows = LongTextField(
        label=_("What does it show?"),
        help_text=_("A short sentence helps those who read it, so that they need not look."),
        required=False,
        rows=3,
        max_length=500,
    )

    def __init__(self, *args: Any, taken: frozenset[FileClass], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if taken == {FileClass.TEXT}:
            for name in ("intimate", "minor", "as_is"):
                del self.fields[name]
            self.fields["file"].help_text = _("Text files only.")
        self.file_field.taken = taken
        self.limits = [
            (label, file_size(settings.UPLOAD_LIMITS[one]))
            for one, label in KINDS.items()
            if one in taken
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if not isinstance(file, SealedUpload):
            return cleaned
        if file.doubt and not self.is_kept_as_is:
            self.refuse(UploadRefused(file.doubt))
        elif file.sniffed.file_class != FileClass.TEXT:
            self._check_age(cleaned.get("minor", ""))
        return cleaned

    @property
    def file_field(self) -> SealedFileField:
        return cast(SealedFileField, self.fields["file"])

    def _check_age(self, answer: str) -> None:
        if not answer:
            self.add_error("minor", CHOICE_NEEDED)
        elif answer != Answer.NO:
            self.refuse(UploadRefused(Refusal.MINOR))

    def refuse(self, error: UploadRefused) -> None:
        """Says at the file why it was not taken in."""
        self.add_error("file", self.file_field.told(error))

    @property
    def shows_adults_only(self) -> bool:
        answer: str = self.cleaned_data.get("minor", "")
        return answer == Answer.NO

    @property
    def is_kept_as_is(self) -> bool:
        return bool(self.cleaned_data.get("as_is"))

    @property
    def is_intimate(self) -> bool:
        answer: str = self.cleaned_data.get("intimate", Intimate.NO)
        return answer != Intimate.NO
