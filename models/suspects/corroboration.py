"""When signals come together: what is said anew is held against what others say of the same, and of what is linked."""

from collections.abc import Collection, Iterable
from io import TextIOBase

from sqlmodel import col, select

from models.base import new_id
from models.cases.work import Work
from models.keys import KeyRing
from models.signals.tables import Signal, live_on
from models.suspects.links import enter_register
from models.suspects.naming import About, Voice, belongs
from models.suspects.reading import code_of, listening
from models.suspects.tables import Suspect, SuspectSignal
from models.suspects.voices import Listener

LIST = "alliance_lead"
"""The list of leads that cases of suspects are opened from."""


def corroborate(work: Work, signal: Signal) -> None:
    """Opens a suspect where independent members now say the same, or adds to one that is open."""
    listener = listening(work)(signal.alliance_id)
    settle(work, listener, listener.spoken_of(signal.target_key))


def take_in_register(work: Work, keys: KeyRing, lines: TextIOBase) -> int:
    """An extract of the register, by which signals that were there before may come together now; gives how many firms
    it names. Raises Invalid."""
    firms = enter_register(work.session, keys, lines)
    listen = listening(work)
    named = select(Signal.alliance_id, Signal.uscc).where(live_on(work.today), col(Signal.uscc).is_not(None)).distinct()
    for alliance_id, uscc in work.session.exec(named.order_by(Signal.alliance_id, col(Signal.uscc))).all():
        if uscc in firms:
            settle(work, listen(alliance_id), [About(alliance_id, uscc, None)])
    return len(firms)


def settle(work: Work, listener: Listener, touched: Iterable[About]) -> None:
    """Each of these, and what is linked with it."""
    for about in touched:
        for one in (about, *(link.other for link in listener.links_of(about))):
            _settle(work, listener, one)


def _settle(work: Work, listener: Listener, about: About) -> None:
    voices = listener.voices(about)
    known = _known(work, listener, about, [voice for voice in voices if not voice.linked])
    spent = _spent(work, known)
    fresh = [voice for voice in voices if voice.signal.id not in spent]
    if all(voice.linked for voice in fresh):
        return  # nobody has spoken of itself
    suspect = next((one for one in known if one.state == "open"), None)
    if suspect is None:
        if not listener.agree(fresh):
            return
        suspect = _open(work, about)
    for voice in fresh:
        if not voice.linked or voice.weight >= listener.least:
            work.session.merge(SuspectSignal(suspect_id=suspect.id, signal_id=voice.signal.id, linked=voice.linked))
    work.session.flush()


def _known(work: Work, listener: Listener, about: About, own: Collection[Voice]) -> list[Suspect]:
    """Those that rest on one of these voices and go by no other merchant's code, the oldest first."""
    resting = select(SuspectSignal.suspect_id).where(
        col(SuspectSignal.signal_id).in_([voice.signal.id for voice in own]), ~col(SuspectSignal.linked)
    )
    found = select(Suspect).where(col(Suspect.id).in_(resting)).order_by(col(Suspect.created_at), col(Suspect.id))
    codes = listener.codes(own)
    return [row for row in work.session.exec(found) if belongs(about, code_of(work, row, listener), codes)]


def _spent(work: Work, known: list[Suspect]) -> set[str]:
    """What has been judged supports no second suspect of the same."""
    judged = [one.id for one in known if one.state != "open"]
    return set(work.session.exec(select(SuspectSignal.signal_id).where(col(SuspectSignal.suspect_id).in_(judged))))


def _open(work: Work, about: About) -> Suspect:
    row = Suspect(
        id=new_id("spt"),
        alliance_id=about.alliance_id,
        state="open",
        list=LIST,
        opened_on=work.today,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row
