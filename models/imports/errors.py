"""What an import refuses as a whole; single rows are never a reason to."""

from models.errors import Conflict, Invalid


class Unreadable(Invalid):
    """Nothing could be read from the file: its encoding, its form or its header is not known."""

    code = "import_unreadable"


class BeingImported(Conflict):
    """Another process is at the same file at this moment, and has come further."""
