"""The floor: a typed FastAPI endpoint that does nothing."""

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Question(BaseModel):
    subject: dict[str, str]
    scene: str


class Nothing(BaseModel):
    outcome: str


@app.post("/noop")
async def noop(question: Question) -> Nothing:
    return Nothing(outcome=question.scene)
