"""Every label that separates one use of a key or a hash from another.

Each begins `kbgo/v1/`, is used in one place, and is the beginning of no other. They are part
of the format: a label that has sealed or signed anything never changes.
"""

from typing import Final

PREFIX: Final = b"kbgo/v1/"

SEALED: Final = PREFIX + b"sealed"
WRAP: Final = PREFIX + b"wrap"
CERTIFICATE: Final = PREFIX + b"certificate"
ENTRY: Final = PREFIX + b"entry"

CASE: Final = PREFIX + b"case-key"
EPOCH: Final = PREFIX + b"epoch/certificate"
EPOCH_KEY: Final = PREFIX + b"epoch/key"
FIELD: Final = PREFIX + b"field-key"
FILE_WRAP: Final = PREFIX + b"file-wrap-key"
INDEX: Final = PREFIX + b"index-key"
PACKET: Final = PREFIX + b"packet-key"
LOG: Final = PREFIX + b"log-key"

SHARE: Final = PREFIX + b"share-key"
SHARE_FIELD: Final = PREFIX + b"share/field"
SHARE_FILE_WRAP: Final = PREFIX + b"share/file-wrap"
SHARE_LOG: Final = PREFIX + b"share/log"
SHARE_CERTIFICATE: Final = PREFIX + b"share/certificate"
SHARE_CERTIFIED: Final = PREFIX + b"share/key"

SHEETS: Final = PREFIX + b"sheets/key"
SHEET_CHECK: Final = PREFIX + b"sheets/check"

WORDS_SIGN_IN: Final = PREFIX + b"words/sign-in"
WORDS_KEK: Final = PREFIX + b"words/kek"
RECOVERY_SIGN_IN: Final = PREFIX + b"recovery/sign-in"
RECOVERY_KEK: Final = PREFIX + b"recovery/kek"
PASSWORD_SIGN_IN: Final = PREFIX + b"password/sign-in"
PASSWORD_KEK: Final = PREFIX + b"password/kek"

# Begins the first line of a checkpoint's note, whose text is what is signed.
CHECKPOINT: Final = PREFIX + b"checkpoint/"
LOG_HEAD: Final = PREFIX + b"log-head"
