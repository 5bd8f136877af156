"""Printed documents as snapshots to open in a browser: one HTML file each, the same on both databases."""

from typing import Any

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode


class Printed(SingleFileSnapshotExtension):
    """Named by the document alone."""

    _write_mode = WriteMode.TEXT
    file_extension = "html"

    @classmethod
    def get_snapshot_name(cls, *, test_location: Any, index: Any = 0) -> str:  # noqa: ARG003 - one name for both databases
        return str(index)
