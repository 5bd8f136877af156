"""Examples of early warning in the API description. All of it is fictional."""

from datetime import date

from huixin.types.base import Label
from huixin.types.warning import ComplaintImport, Series, SeriesPeriod, SeriesView, WarningList

WARNINGS = WarningList(
    every="week",
    unit=None,
    threshold=3.5,
    least=5,
    items=[
        SeriesView(
            series=Series.COMPLAINTS_12315,
            title=Label(zh="12315 投诉", en="Complaints to 12315"),
            periods=[
                SeriesPeriod(
                    first=date(2026, 10, 26),
                    last=date(2026, 11, 1),
                    count=61,
                    expected=23.5,
                    score=5.97,
                    warned=True,
                )
            ],
        )
    ],
)
COMPLAINTS = ComplaintImport(days=14, changed=7)
