"""Early warning: series of counts by day or week, and the counts of complaints that come by file."""

from typing import Annotated, Literal

from fastapi import APIRouter, File, Query, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from api import warning_examples as examples
from api.auth import CanEnterComplaints, CanReadMonitoring
from api.context import Context
from api.form_fields import KnownFieldsOnly
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.paging import Code
from huixin.types.warning import ComplaintImport, WarningList
from models.cases.work import Work
from models.errors import Fault, Invalid
from models.warnings.complaints import LARGEST, import_complaints
from models.warnings.series import warnings

router = APIRouter(prefix="/v1/warnings", tags=["monitoring"], route_class=GuardedRoute)

Upload = Annotated[
    UploadFile,
    File(description="CSV (UTF-8) with the columns day, source, count: 日期, 来源, 件数; perhaps unit: 区县"),
]


class WarningQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    every: Literal["day", "week"] = Field(default="week", description="What is counted together")
    unit: Code | None = Field(default=None, description="Code of a county or zone: its cases and complaints alone")


@router.get(
    "",
    summary="Read the series and their warnings",
    responses=answers(examples.WARNINGS, *AUTHORISED, "forbidden", "invalid_content"),
)
def read_warnings(query: Annotated[WarningQuery, Query()], caller: CanReadMonitoring, context: Context) -> WarningList:
    """For the centre and auditors: signals, leads, refused checks, complaints. A count is warned of where it stands out
    from its own past; nothing follows from that by itself."""
    with context.database.read() as session, context.database.log_read() as log:
        work = Work(session, caller, context.ruleset.catalogue, context.now())
        return warnings(work, log, query.every, query.unit)


@router.post(
    "/complaints",
    summary="Enter counts of complaints",
    responses=answers(examples.COMPLAINTS, *AUTHORISED, *WITH_BODY, "forbidden"),
)
def import_complaint_counts(
    file: Upload, caller: CanEnterComplaints, _: KnownFieldsOnly, context: Context
) -> ComplaintImport:
    """By day, hotline (12315, 12345) and perhaps county or zone, nothing else: a file with more columns is refused. A
    day that comes again is replaced whole; where one row is wrong nothing is taken in."""
    content = file.file.read(LARGEST + 1)
    if len(content) > LARGEST:
        told = f"A file of counts has at most {LARGEST:,} bytes."
        raise Invalid(told, Fault("/file", "too_large", told, "文件过大。"))
    with context.database.write() as session:
        return import_complaints(Work(session, caller, context.ruleset.catalogue, context.now()), content)
