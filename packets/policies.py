"""What may be done with a packet now, whoever asks."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from core.clock import now
from core.exceptions import PolicyRefused
from packets.models import PacketQuerySet, ReportPacket

MOST_A_DAY = 5


def check_day_has_room(packets: PacketQuerySet) -> None:
    """Not more than five packets in a day for one person and case; each is as large as the case."""
    if packets.filter(requested_at__gt=now() - timedelta(days=1)).count() >= MOST_A_DAY:
        raise PolicyRefused(
            _("You have asked for five packets since yesterday. You can ask again tomorrow.")
        )


def check_packet_is_ready(packet: ReportPacket) -> None:
    if not packet.blob or packet.expires_at is None:
        raise PolicyRefused(_("The packet is not ready yet."))
    if packet.is_expired:
        raise PolicyRefused(_("The packet has expired. You can ask for a new one."))
