"""Services, platforms and laws: rows that admins keep, in both languages.

An empty text or a null is unknown and shown as unknown; it never means "no". `edited_at` is null
for as long as a row is as the data files made it. Lists are text columns: SQLite before 3.41
refuses the check behind a JSON column under `trusted_schema=OFF`.
"""

from itertools import zip_longest
from typing import Self, overload

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from resources.enums import ChannelKind, Confidence, LawUse, RouteKind, ServiceKind
from resources.texts import Text

KIND_LENGTH = 16


class BothLanguages:
    """Reads the columns `<name>_id` and `<name>_en` of a row as one `Text`."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, row: None, owner: type) -> Self: ...
    @overload
    def __get__(self, row: models.Model, owner: type) -> Text: ...
    def __get__(self, row: models.Model | None, owner: type) -> Self | Text:
        if row is None:
            return self
        return Text(getattr(row, f"{self._name}_id"), getattr(row, f"{self._name}_en"))


class BothLanguagesOrUnknown(BothLanguages):
    """The same; None where the row says nothing."""

    @overload  # type: ignore[override]
    def __get__(self, row: None, owner: type) -> Self: ...
    @overload
    def __get__(self, row: models.Model, owner: type) -> Text | None: ...
    def __get__(self, row: models.Model | None, owner: type) -> Self | Text | None:
        if row is None:
            return self
        text = Text(getattr(row, f"{self._name}_id"), getattr(row, f"{self._name}_en"))
        return text if text.id or text.en else None


class CuratedRow(models.Model):
    """A row that a data file fills once and admins keep."""

    slug = models.SlugField(primary_key=True, max_length=40)
    position = models.PositiveSmallIntegerField(default=1000)
    is_published = models.BooleanField(default=False)
    confidence = models.CharField(
        max_length=32, choices=Confidence, default=Confidence.GENERAL_KNOWLEDGE
    )
    source = models.TextField(blank=True)
    last_verified_on = models.DateField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True
        ordering = ("position", "slug")

    @property
    def is_ours(self) -> bool:
        """Nobody has changed or verified the row, so a new release may refresh it."""
        return self.edited_at is None and self.last_verified_on is None


class Service(CuratedRow):
    """A hotline, office or tool that people can turn to."""

    kind = models.CharField(max_length=KIND_LENGTH, choices=ServiceKind)
    name_id = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    purpose_id = models.TextField()
    purpose_en = models.TextField()
    region_id = models.CharField(max_length=80, blank=True)
    region_en = models.CharField(max_length=80, blank=True)
    hours_id = models.CharField(max_length=80, blank=True)
    hours_en = models.CharField(max_length=80, blank=True)
    staff_note_id = models.TextField(blank=True)
    staff_note_en = models.TextField(blank=True)
    last_seen = models.CharField(max_length=20, blank=True)

    name = BothLanguages()
    purpose = BothLanguages()
    region = BothLanguagesOrUnknown()
    hours = BothLanguagesOrUnknown()
    staff_note = BothLanguagesOrUnknown()

    class Meta(CuratedRow.Meta):
        db_table = "resource_service"

    def __str__(self) -> str:
        return str(self.name)


class ServiceChannel(models.Model):
    """One way to reach a service; an empty value is one that was looked for and not found."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="channels")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=KIND_LENGTH, choices=ChannelKind)
    value = models.CharField(max_length=200, blank=True)
    note_id = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    confidence = models.CharField(max_length=32, choices=Confidence)
    source = models.TextField(blank=True)

    note = BothLanguagesOrUnknown()

    class Meta:
        db_table = "resource_service_channel"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return f"{self.service_id} {self.kind}"

    @property
    def is_seen(self) -> bool:
        return self.confidence == Confidence.SEEN

    @property
    def shown(self) -> str:
        """The value as people read it: a web address without what every address begins with."""
        return self.value.removeprefix("https://").removeprefix("www.")

    @property
    def link(self) -> str:
        """What a press on the channel opens; empty where there is nothing to open."""
        match self.kind if self.value else "":
            case ChannelKind.PHONE:
                return f"tel:{dialled(self.value)}"
            case ChannelKind.WHATSAPP:
                return f"https://wa.me/62{dialled(self.value).removeprefix('0')}"
            case ChannelKind.EMAIL:
                return f"mailto:{self.value}"
            case ChannelKind.WEB:
                return self.value
            case _:
                return ""


def dialled(number: str) -> str:
    """Digits only; an extension follows a comma, which a phone takes as a pause."""
    main, _, extension = number.partition(" ext ")
    digits = "".join(character for character in main if character.isdigit() or character == "+")
    return f"{digits},{extension}" if extension else digits


class Platform(CuratedRow):
    """Where content is reported, and what a report there asks for."""

    name_id = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    in_app_path_id = models.CharField(max_length=160, blank=True)
    in_app_path_en = models.CharField(max_length=160, blank=True)
    who_may_report_id = models.TextField(blank=True)
    who_may_report_en = models.TextField(blank=True)
    fields_asked_id = models.TextField(blank=True, help_text=_("One to a line"))
    fields_asked_en = models.TextField(blank=True, help_text=_("One to a line"))
    id_document_asked = models.BooleanField(null=True, blank=True)
    image_copy_id = models.TextField(blank=True)
    image_copy_en = models.TextField(blank=True)
    response_id = models.TextField(blank=True)
    response_en = models.TextField(blank=True)
    note_id = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    stopncii_partner = models.BooleanField(null=True, blank=True)
    take_it_down_partner = models.BooleanField(null=True, blank=True)
    route_confidence = models.CharField(max_length=32, choices=Confidence)
    fields_confidence = models.CharField(max_length=32, choices=Confidence)

    name = BothLanguages()
    in_app_path = BothLanguagesOrUnknown()
    who_may_report = BothLanguagesOrUnknown()
    image_copy = BothLanguagesOrUnknown()
    response = BothLanguagesOrUnknown()
    note = BothLanguagesOrUnknown()

    class Meta(CuratedRow.Meta):
        db_table = "resource_platform"

    def __str__(self) -> str:
        return str(self.name)

    @property
    def fields(self) -> tuple[Text, ...]:
        """What the form asks for; empty where that is unknown.

        A line an admin wrote in one language only stands for both.
        """
        lines = zip_longest(
            self.fields_asked_id.splitlines(), self.fields_asked_en.splitlines(), fillvalue=""
        )
        return tuple(Text(id=one or other, en=other or one) for one, other in lines)


class PlatformRoute(models.Model):
    """One form or address of a platform."""

    platform = models.ForeignKey(Platform, on_delete=models.CASCADE, related_name="routes")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=KIND_LENGTH, choices=RouteKind)
    url = models.URLField(max_length=300, blank=True)
    address = models.CharField(max_length=120, blank=True)
    note_id = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    id_document_asked = models.BooleanField(null=True, blank=True)
    confidence = models.CharField(max_length=32, choices=Confidence, blank=True)
    source = models.TextField(blank=True)

    note = BothLanguagesOrUnknown()

    class Meta:
        db_table = "resource_platform_route"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return f"{self.platform_id} {self.kind}"


class Law(CuratedRow):
    """An article that may matter; only an advocate's name and date make it one to quote."""

    statute_id = models.CharField(max_length=160)
    statute_en = models.CharField(max_length=160)
    article = models.CharField(max_length=60, blank=True)
    title_id = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)
    summary_id = models.TextField()
    summary_en = models.TextField()
    penalty_id = models.TextField(blank=True)
    penalty_en = models.TextField(blank=True)
    offence_id = models.TextField(blank=True)
    offence_en = models.TextField(blank=True)
    who_may_complain_id = models.TextField(blank=True)
    who_may_complain_en = models.TextField(blank=True)
    owner_risk_id = models.TextField(blank=True)
    owner_risk_en = models.TextField(blank=True)
    status_id = models.TextField(blank=True)
    status_en = models.TextField(blank=True)
    staff_note_id = models.TextField(blank=True)
    staff_note_en = models.TextField(blank=True)
    uses = models.CharField(max_length=200, blank=True)
    verified_by = models.CharField(max_length=120, blank=True)

    statute = BothLanguages()
    title = BothLanguages()
    summary = BothLanguages()
    penalty = BothLanguagesOrUnknown()
    offence = BothLanguagesOrUnknown()
    who_may_complain = BothLanguagesOrUnknown()
    owner_risk = BothLanguagesOrUnknown()
    status = BothLanguagesOrUnknown()
    staff_note = BothLanguagesOrUnknown()

    class Meta(CuratedRow.Meta):
        db_table = "resource_law"
        constraints = (
            models.CheckConstraint(
                condition=Q(verified_by="", last_verified_on__isnull=True)
                | (~Q(verified_by="") & Q(last_verified_on__isnull=False)),
                name="law_verified_by_somebody_on_a_day",
                violation_error_message=_("Give both the advocate's name and the date."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.statute} {self.article}".strip()

    @property
    def is_verified(self) -> bool:
        return bool(self.verified_by) and self.last_verified_on is not None

    def serves(self, use: LawUse) -> bool:
        uses = self.uses.split()
        return use.value in uses or LawUse.ALL.value in uses
