"""The query of a list that begins with the newest: how many on a page, and after which row."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(pattern="^[a-z]+_[0-9a-z]+$", max_length=40)]
Code = Annotated[str, Field(pattern="^[a-z0-9_-]+$", max_length=64)]
"""What a query may name, of rows and of the packs: other characters (PostgreSQL knows no NUL) name nothing."""


class PageQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    after: Id | None = Field(default=None, description="`next` of the page before")
    limit: int = Field(default=100, ge=1, le=500, description="Rows on a page")
