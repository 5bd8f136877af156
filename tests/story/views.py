"""What everybody is to see: of a record in each stage; and in which stage each firm's records are after each step.

A cell is what the looker's check comes to and what its feed has last said of the record: `refuse entered`. A dot
means that the record is not there, neither in checks nor on pages of records nor on the merchant's page; `. ended` that
the feed has told of its end. Of several records of one firm the worst outcome counts.
"""

from tests.story.cast import LOOKERS

_STAGES = """
                     platform         logistics         association       elsewhere       centre
ecommerce_pushed:
lead                 .                .                 .                 .               clear  entered
verified             .                .                 .                 .               clear  changed
in time              .                .                 .                 .               clear  changed
rectified            .                .                 .                 .               clear  changed
stopped              .                .                 .                 .               clear  changed
overdue              refuse entered   restrict entered  restrict entered  review entered  review changed
overdue, minor       watch  entered   watch    entered  watch    entered  watch  entered  watch  changed
incomplete           refuse entered   restrict entered  restrict entered  review entered  review changed
disputed             refuse changed   restrict changed  restrict changed  review changed  review changed
in relief            watch  changed   watch    changed  watch    changed  watch  changed  watch  changed
overdue again        refuse changed   restrict changed  restrict changed  review changed  review changed
rectified late       . ended          . ended           . ended           . ended         clear  changed
removed unseen       .                .                 .                 .               clear  ended
removed              . ended          . ended           . ended           . ended         clear  ended
measures lifted      . ended          . ended           . ended           watch  changed  watch  changed
withdrawn            . ended          . ended           . ended           . ended         clear  ended
ecommerce_black:
proposed             .                .                 .                 .               clear  entered
blacklisted          review entered   watch    entered  restrict entered  watch  entered  watch  changed
blacklist disputed   review changed   review   changed  restrict changed  review changed  review changed
blacklisted again    review changed   watch    changed  restrict changed  watch  changed  watch  changed
repaired             . ended          . ended           . ended           watch  changed  watch  changed
brushing_black:
proposed too         .                .                 .                 .               clear  entered
served by notice     .                .                 .                 .               clear  changed
listed for brushing  review entered   watch    entered  restrict entered  watch  entered  watch  changed
brushing disputed    review changed   review   changed  restrict changed  review changed  review changed
annulled             . ended          . ended           . ended           . ended         clear  ended
ecommerce_joint:
recognised           refuse entered   restrict entered  restrict entered  review entered  review entered
no longer displayed  . ended          . ended           . ended           review changed  review changed
"""

AFTER: dict[str, dict[str, str]] = {
    # pushed
    "the platform is pulled": {"lead": "tea toys shoes lamps paper fruit salt silk rice honey phones stones"},
    "the platform pushes": {"lead": "bags watches cups chairs radios"},
    "the platform leaves a file": {"lead": "cameras cables books"},
    "the centre routes what was unclear": {},
    "the units have signed for their cases": {},
    # verified
    "ten names are confirmed": {"verified": "phones bags watches cups chairs radios cameras cables books stones"},
    "ten others come to something else": {},
    "each result has led on": {"verified": "lamps"},
    # ordered
    "eleven orders are served": {"in time": "phones bags watches cups chairs radios cameras cables books stones lamps"},
    "one has rectified, one has not": {"rectified": "phones", "incomplete": "cups"},
    "a longer time, a court, an order taken back": {"stopped": "radios", "verified": "cables"},
    "the last day of the orders": {},
    "the day after it": {"overdue": "bags watches cameras", "overdue, minor": "lamps"},
    "a dispute and a reorganisation": {"disputed": "watches", "in relief": "cameras"},
    "both are over, and the court lets go on": {"overdue again": "watches cameras", "in time": "radios"},
    "the longer time is over too": {"overdue": "chairs"},
    "a late report changes nothing yet": {},
    "an inspection does": {"rectified late": "bags"},
    # beside the main track
    "one is referred to the police": {},
    "one is fined, and the fine annulled": {},
    # recognised
    "two recognitions are decided": {"proposed": "cables", "proposed too": "stones"},
    "one is served in person": {"blacklisted": "cables"},
    "the other by public notice": {"served by notice": "stones"},
    "the books have rectified": {"rectified": "books"},
    "and are recognised all the same": {"recognised": "books"},
    "the time that a court had stopped is over": {"overdue": "radios"},
    "the last day of the public notice": {},
    "the day after it, a recognition takes effect": {"listed for brushing": "stones"},
    # jointly punished
    "tasks and prompts stand open": {},
    "who was asked has answered": {},
    # rights
    "a merchant objects": {"blacklist disputed": "cables"},
    "its objection is rejected": {"blacklisted again": "cables"},
    "a unit objects for its merchant": {"brushing disputed": "stones"},
    "and is right: the recognition is annulled": {"annulled": "stones"},
    "three months from a public notice are over": {"overdue": "stones"},
    "a repair is applied for and checked": {},
    "it is granted: display and measures end in one go": {"repaired": "cables"},
    # ended
    "four removals are sent upward": {},
    "three are decided, one comes back": {"removed": "bags", "removed unseen": "honey books"},
    "it is asked for again, and decided": {"removed unseen": "phones"},
    "the nation takes names off its list": {"removed unseen": "tea toys shoes paper fruit salt silk rice"},
    "a person says that the removals stand": {},
    "display of one has ended": {"no longer displayed": "books"},
    "measures on one are lifted": {"measures lifted": "cups"},
    "one should never have been published": {"withdrawn": "chairs"},
    "everybody has heard": {},
}
"""Step → stage → firms of which a record comes into that stage. Steps in which nobody's view changes say so too."""


def _read(text: str) -> tuple[dict[str, str], dict[str, dict[str, tuple[str, str]]]]:
    """Stage → its list; stage → looker → outcome and last word of the feed."""
    lists, cells, current = {}, {}, ""
    for line in text.strip().splitlines()[1:]:
        first, *rest = [part.strip() for part in line.split("  ") if part.strip()]
        if first.endswith(":"):
            current = first[:-1]
            continue
        words = " ".join(rest).split()
        lists[first], cells[first] = current, dict(zip(LOOKERS, _cells(words), strict=True))
    return lists, cells


def _cells(words: list[str]) -> list[tuple[str, str]]:
    """A dot stands alone, or before `ended`; an outcome before what the feed said."""
    found: list[tuple[str, str]] = []
    while words:
        takes = 1 if words[0] == "." and words[1:2] != ["ended"] else 2
        outcome, told = (*words[:takes], "-")[:2]
        found.append((outcome, told.strip("-")))
        words = words[takes:]
    return found


LIST_OF, CELLS = _read(_STAGES)
