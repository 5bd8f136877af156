"""The demonstration: fictional merchants on real forms of list files, dated relative to today."""

from api.demo.load import Demo, load_demo, read_demo
from api.demo.merchants import BRUSHER, CLEAR, CREDENTIALS_FILE
from api.demo.publicity import state_upstream

__all__ = ["BRUSHER", "CLEAR", "CREDENTIALS_FILE", "Demo", "load_demo", "read_demo", "state_upstream"]
