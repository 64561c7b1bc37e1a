"""As `picture_child`, for HEIC: loading its decoder takes as long as all the rest together."""

import pillow_heif

from evidence.sandbox.picture_child import answer

__all__ = ["answer"]

# An embedded thumbnail may show something else than the picture, so it is never drawn from.
pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)
