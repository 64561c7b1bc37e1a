"""Times as a person remembers them: exact, about, a day, a month or not at all.

Holds the value and how typed words become one. Must not know what "now" is: callers give the day.
"""

import re
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.widgets import PackWidget

EARLIEST_YEAR = 1900


class Precision(TextChoices):
    EXACT = "exact", pgettext_lazy("precision", "exact")
    ABOUT = "about", pgettext_lazy("precision", "about")
    DAY = "day", pgettext_lazy("precision", "the day only")
    MONTH = "month", pgettext_lazy("precision", "the month only")
    UNKNOWN = "unknown", pgettext_lazy("precision", "not remembered")


class Zone(TextChoices):
    """The three zones of Indonesia, by their own names in every language."""

    WIB = "WIB", "WIB"
    WITA = "WITA", "WITA"
    WIT = "WIT", "WIT"

    @property
    def hours_ahead(self) -> int:
        return {"WIB": 7, "WITA": 8, "WIT": 9}[self.value]


@dataclass(frozen=True, slots=True)
class ClaimedTime:
    """When something happened, no more exactly than she said it.

    Guarantees: the parts fit the precision, a smaller part never stands without the larger ones,
    and the date exists. Raises ValueError otherwise.
    """

    precision: Precision
    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    zone: Zone = Zone.WIB

    def __post_init__(self) -> None:
        parts = (self.year, self.month, self.day, self.hour, self.minute)
        known = self._known
        if any(part is not None for part in parts[known:]) or known == 4:
            raise ValueError("a smaller part stands without a larger one")
        if known not in _KNOWN_PARTS[self.precision]:
            raise ValueError(f"{known} parts do not fit {self.precision}")
        if self.year is not None:
            self._earliest()

    @classmethod
    def unknown(cls) -> Self:
        return cls(Precision.UNKNOWN)

    @classmethod
    def on(cls, day: date) -> Self:
        return cls(Precision.DAY, day.year, day.month, day.day)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """The inverse of `to_json`; ValueError, TypeError or KeyError for anything else."""
        values = {**value, "precision": Precision(value["precision"]), "zone": Zone(value["zone"])}
        return cls(**values)

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "precision": self.precision.value, "zone": self.zone.value}

    @property
    def is_exact(self) -> bool:
        return self.precision is Precision.EXACT

    @property
    def sort_key(self) -> tuple[bool, str, int]:
        """Orders by the earliest moment meant; the vaguer first where that ties, unknown last."""
        if self.year is None:
            return (True, "", 0)
        earliest = self._earliest() - timedelta(hours=self.zone.hours_ahead)
        return (False, earliest.isoformat(timespec="minutes"), self._known)

    def first_day(self) -> date | None:
        """The earliest day meant, for drawing; None when not remembered."""
        if self.year is None:
            return None
        return date(self.year, self.month or 1, self.day or 1)

    def last_day(self) -> date | None:
        """The latest day meant, for drawing; None when not remembered."""
        if self.year is None:
            return None
        if self.month is None:
            return date(self.year, 12, 31)
        return date(self.year, self.month, self.day or days_in(self.year, self.month))

    def __str__(self) -> str:
        if self.year is None:
            return _("date not remembered")
        when = self._date_text()
        if self.hour is not None:
            when = _("%(date)s, %(hour)02d:%(minute)02d %(zone)s") % {
                "date": when,
                "hour": self.hour,
                "minute": self.minute,
                "zone": self.zone.value,
            }
        return _("about %(when)s") % {"when": when} if self.precision == Precision.ABOUT else when

    @property
    def _known(self) -> int:
        """How many parts are known, counted from the year down."""
        parts = (self.year, self.month, self.day, self.hour, self.minute)
        return parts.index(None) if None in parts else len(parts)

    def _earliest(self) -> datetime:
        """The first moment meant, by the clock of its own zone."""
        return datetime(
            self.year or EARLIEST_YEAR,
            self.month or 1,
            self.day or 1,
            self.hour or 0,
            self.minute or 0,
            tzinfo=UTC,
        )

    def _date_text(self) -> str:
        first = self.first_day()
        if self.month is None or first is None:
            return str(self.year)
        return date_format(first, "F Y" if self.day is None else "j F Y")


_KNOWN_PARTS = {
    Precision.EXACT: {5},
    Precision.ABOUT: {1, 2, 3, 5},
    Precision.DAY: {3},
    Precision.MONTH: {2},
    Precision.UNKNOWN: {0},
}


def days_in(year: int, month: int) -> int:
    return ((date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)).day


class Quick(TextChoices):
    """The quick answers, in the order they are shown."""

    TODAY = "today", gettext_lazy("Today")
    YESTERDAY = "yesterday", gettext_lazy("Yesterday")
    WEEK = "week", gettext_lazy("This week")
    MONTH = "month", gettext_lazy("This month")
    PICK = "pick", gettext_lazy("Pick a date")
    UNKNOWN = "unknown", gettext_lazy("I do not remember")


@dataclass(frozen=True, slots=True)
class TypedTime:
    """What stands in the controls, word for word, so that nothing she typed is lost."""

    quick: str = ""
    day: str = ""
    month: str = ""
    year: str = ""
    about: bool = False
    time: str = ""
    zone: str = Zone.WIB.value

    @classmethod
    def of(cls, claimed: ClaimedTime) -> Self:
        if claimed.year is None:
            return cls(quick=Quick.UNKNOWN.value)
        has_time = claimed.hour is not None
        return cls(
            quick=Quick.PICK.value,
            day=str(claimed.day or ""),
            month=str(claimed.month or ""),
            year=str(claimed.year),
            about=claimed.precision == Precision.ABOUT,
            time=f"{claimed.hour:02d}.{claimed.minute:02d}" if has_time else "",
            zone=claimed.zone.value,
        )

    @property
    def choice(self) -> str:
        """The quick answer; typed parts without one mean that she picked a date."""
        return self.quick or (Quick.PICK.value if self.day or self.month or self.year else "")


def read_claimed_time(typed: TypedTime, today: date) -> ClaimedTime:
    """What she meant; ValidationError with the control's name as its code otherwise."""
    match typed.choice:
        case Quick.UNKNOWN:
            return ClaimedTime.unknown()
        case Quick.MONTH:
            return ClaimedTime(Precision.MONTH, today.year, today.month)
        case Quick.WEEK:
            return replace(ClaimedTime.on(today), precision=Precision.ABOUT)
        case Quick.TODAY:
            return _with_time(typed, ClaimedTime.on(today))
        case Quick.YESTERDAY:
            return _with_time(typed, ClaimedTime.on(today - timedelta(days=1)))
        case Quick.PICK:
            return _with_time(typed, _picked(typed, today))
    raise ValidationError(_("Choose one answer from the list."), code="quick")


def _picked(typed: TypedTime, today: date) -> ClaimedTime:
    year = _year(typed.year)
    if not typed.month:
        return _year_alone(typed, year, today)
    month = month_number(typed.month)
    if month is None:
        message = _("Write the month as a number or a name, for example 7 or July.")
        raise ValidationError(message, code="month")
    day = _day(typed.day, year, month) if typed.day else None
    _refuse_future(date(year, month, day or 1), today)
    if day is None:
        return ClaimedTime(Precision.MONTH, year, month)
    return ClaimedTime(Precision.DAY, year, month, day)


def _year_alone(typed: TypedTime, year: int, today: date) -> ClaimedTime:
    if typed.day:
        raise ValidationError(_("Write the month too."), code="month")
    _refuse_future(date(year, 1, 1), today)
    return ClaimedTime(Precision.ABOUT, year)


def _year(text: str) -> int:
    if not text:
        message = _("Write the year too. If you do not know it, choose “I do not remember”.")
        raise ValidationError(message, code="year")
    if re.fullmatch(r"\d\d", text):
        return 2000 + int(text)
    if not re.fullmatch(r"\d{4}", text) or int(text) < EARLIEST_YEAR:
        raise ValidationError(_("Write the year with 4 figures, for example 2026."), code="year")
    return int(text)


def _day(text: str, year: int, month: int) -> int:
    if not re.fullmatch(r"\d{1,2}", text):
        raise ValidationError(_("Write the day as a number, for example 21."), code="day")
    day = int(text)
    last = days_in(year, month)
    if not 1 <= day <= last:
        message = _("%(month)s has days 1 to %(last)s. Check the day.")
        name = date_format(date(year, month, 1), "F Y")
        raise ValidationError(message, code="day", params={"month": name, "last": last})
    return day


def _refuse_future(first: date, today: date) -> None:
    if first > today:
        message = _("This date is still to come. Check the day, month and year.")
        raise ValidationError(message, code="day")


def _with_time(typed: TypedTime, day: ClaimedTime) -> ClaimedTime:
    if not typed.time:
        return replace(day, precision=Precision.ABOUT) if typed.about else day
    if day.day is None:
        raise ValidationError(_("Write the day too, or leave the time empty."), code="day")
    found = re.fullmatch(r"([01]?\d|2[0-3])[.:,]([0-5]\d)", typed.time)
    if found is None:
        raise ValidationError(_("Write the time like 21.30."), code="time")
    if typed.zone not in Zone.values:
        raise ValidationError(_("Choose WIB, WITA or WIT."), code="zone")
    precision = Precision.ABOUT if typed.about else Precision.EXACT
    hour, minute = int(found[1]), int(found[2])
    return replace(day, precision=precision, hour=hour, minute=minute, zone=Zone(typed.zone))


_MONTH_NAMES = (
    *("januari january", "februari february pebruari", "maret march", "april", "mei may"),
    *("juni june", "juli july", "agustus august agt ags", "september", "oktober october"),
    *("november nopember", "desember december"),
)


def month_number(text: str) -> int | None:
    """1 to 12 out of a number or a name, Indonesian or English, from three letters on."""
    word = text.strip().casefold().rstrip(".")
    if re.fullmatch(r"\d{1,2}", word):
        return int(word) if 1 <= int(word) <= 12 else None
    if len(word) < 3:
        return None
    for number, names in enumerate(_MONTH_NAMES, start=1):
        if any(name.startswith(word) for name in names.split()):
            return number
    return None


class ClaimedTimeWidget(PackWidget):
    """Quick answers first, then day, month and year, then the time; all work without JavaScript."""

    template_name = "aman/widgets/date.html"
    use_fieldset = True

    def value_from_datadict(
        self, data: Any, files: MultiValueDict[str, Any], name: str
    ) -> TypedTime:
        def text(part: str) -> str:
            return str(data.get(f"{name}_{part}") or "").strip()

        return TypedTime(
            quick=str(data.get(name) or ""),
            day=text("day"),
            month=text("month"),
            year=text("year"),
            about=bool(text("about")),
            time=text("time"),
            zone=text("zone") or Zone.WIB.value,
        )

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {
            "value": value,
            "id": context["widget"]["attrs"].get("id", f"id_{name}"),
            "is_disabled": context["widget"]["attrs"].get("disabled", False),
            "invalid_part": context["widget"]["attrs"].get("invalid_part", ""),
            "quick_answers": Quick.choices,
            "zones": Zone.choices,
        }
        return context


class ClaimedTimeBoundField(forms.BoundField):
    """Knows which of the controls an error is about."""

    @property
    def invalid_part(self) -> str:
        errors = self.form.errors.as_data().get(self.name, [])
        return errors[0].code or "" if errors else ""

    @property
    def landing_id(self) -> str:
        has_part = self.invalid_part in {"day", "month", "year", "time", "zone"}
        return f"{self.auto_id}_{self.invalid_part if has_part else 0}"

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        return super().build_widget_attrs(attrs, widget) | {"invalid_part": self.invalid_part}


class ClaimedTimeField(forms.Field):
    """Cleans to a `ClaimedTime`. The form sets `today` before it is cleaned."""

    widget = ClaimedTimeWidget
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": gettext_lazy("Choose one answer from the list."),
    }
    today: date | None = None

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> ClaimedTimeBoundField:
        return ClaimedTimeBoundField(form, self, field_name)

    def prepare_value(self, value: Any) -> TypedTime:
        if isinstance(value, ClaimedTime):
            return TypedTime.of(value)
        return value if isinstance(value, TypedTime) else TypedTime()

    def clean(self, value: Any) -> ClaimedTime | None:
        typed = self.prepare_value(value)
        if not typed.choice:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if self.today is None:
            raise ValueError("a form with a ClaimedTimeField needs today=")
        return read_claimed_time(typed, self.today)
