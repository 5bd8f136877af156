"""Receipts: what is committed together stands under one root, signed and chained, so that each decision can be proved
and none can be altered, taken away or put in later without notice.
"""

from models.receipts.heads import current_head, seal

__all__ = ["current_head", "seal"]
