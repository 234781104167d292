"""What was sent: its name, its bytes, its hash, and the table in it."""

from hashlib import sha256

from .csv_file import read_csv
from .tables import Table, UnreadableFile
from .xlsx_file import SIGNATURE, read_xlsx

LARGEST = 200 * 2**20
GZIP = b"\x1f\x8b"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


def read_table(content: bytes, sheet: str = "") -> Table:
    """The table in a CSV or XLSX file, told apart by its bytes; of a workbook the sheet of that name, else the first.

    Raises UnreadableFile in a sentence that helps.
    """
    if not content.strip():
        raise UnreadableFile("The file is empty.")
    if len(content) > LARGEST:
        raise UnreadableFile(f"The file has {len(content):,} bytes, more than {LARGEST:,}. Send it in parts.")
    if content.startswith(OLD_WORKBOOK):
        raise UnreadableFile("The file is an old Excel workbook (XLS), or is locked by a password. Save it as XLSX.")
    if content.startswith(GZIP):
        raise UnreadableFile(
            "The file is packed (gzip). Unpack it and send the CSV in it; if that fails, it is empty or was cut: "
            "fetch it again."
        )
    return read_xlsx(content, sheet) if content.startswith(SIGNATURE) else read_csv(content)


def fingerprint(content: bytes) -> str:
    """SHA-256 of the bytes, in hexadecimal."""
    return sha256(content).hexdigest()
