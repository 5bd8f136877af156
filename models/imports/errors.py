"""What an import refuses as a whole; single rows are never a reason to."""

from models.errors import Invalid


class Unreadable(Invalid):
    """Nothing could be read from the file: its encoding, its form or its header is not known."""

    code = "import_unreadable"
