"""The query of a list that begins with the newest: how many on a page, and after which row."""

from pydantic import BaseModel, ConfigDict, Field


class PageQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    after: str | None = Field(default=None, max_length=40, description="`next` of the page before")
    limit: int = Field(default=100, ge=1, le=500, description="Rows on a page")
