"""Static analysis: what rules come to over all classes, before they are published.

Pure. `analyse` looks at every class of every epoch and scene, at none of them one by one: see `sweep`.
"""

from rules.analysis.analyse import Analysis, analyse
from rules.analysis.found import Code, Found
from rules.analysis.scenes import KeptLooks, Look

__all__ = ["Analysis", "Code", "Found", "KeptLooks", "Look", "analyse"]
