"""Forms take the fields that they know, each once: a misspelt `dryrun` would else import in earnest."""

from collections import Counter
from typing import Annotated

from fastapi import Depends, Request

from models.errors import Fault, Invalid

_UNKNOWN = "This field is not known here; remove it or look at its spelling.", "不识别此字段，请删除或核对拼写。"
_MISSING = "This field is missing.", "缺少此项。"
_REPEATED = "Send this field once.", "此字段只能填写一次。"


async def _only_known(request: Request) -> None:
    fields = request.scope["route"].dependant.body_params
    known = {field.alias for field in fields}
    counts = Counter(name for name, _ in (await request.form()).multi_items())
    faults = [Fault(f"/{name}", "unknown_field", *_UNKNOWN) for name in counts if name not in known]
    missing = (field.alias for field in fields if field.field_info.is_required() and not counts[field.alias])
    faults += [Fault(f"/{name}", "missing_field", *_MISSING) for name in missing]
    faults += [Fault(f"/{name}", "repeated_field", *_REPEATED) for name in known if counts[name] > 1]
    if faults:
        raise Invalid("The form cannot be understood.", *faults, zh="表单内容有误，无法受理。")


KnownFieldsOnly = Annotated[None, Depends(_only_known)]
"""Stands behind the caller in a route's signature, so that who may not send the form at all learns nothing of it."""
