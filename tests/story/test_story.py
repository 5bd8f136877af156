"""From the pushed list to verification, rectification, joint punishment and exit: one story, told over HTTP.

Twenty fictional firms, seven counties and zones, their departments, the credit centre and its members; nine months by
the clock file. After each step everybody's view of the firms is compared with `views.py`.
"""

import pytest

from tests.conftest import FULL
from tests.story import (
    chapter_1_pushed,
    chapter_2_verified,
    chapter_3_ordered,
    chapter_4_beside,
    chapter_5_recognised,
    chapter_6_punished,
    chapter_7_rights,
    chapter_8_ended,
    chapter_9_told,
)
from tests.story.town import Town
from tests.story.views import AFTER

CHAPTERS = (
    chapter_1_pushed,
    chapter_2_verified,
    chapter_3_ordered,
    chapter_4_beside,
    chapter_5_recognised,
    chapter_6_punished,
    chapter_7_rights,
    chapter_8_ended,
    chapter_9_told,
)


@pytest.mark.parametrize("new_database", ["sqlite", "postgresql"] if FULL else ["postgresql"], indirect=True)
def test_from_the_pushed_list_to_exit(town: Town) -> None:
    for chapter in CHAPTERS:
        chapter.tell(town)
    assert town.steps == list(AFTER), "every step of the table has been taken, in its order"
