"""When signals come together: each new one is held against what others say of the same, and of what is linked to it."""

from sqlalchemy import or_
from sqlmodel import col, select

from models.base import new_id
from models.cases.work import Work
from models.signals.tables import Signal
from models.subjects import current_version, find_by_key
from models.suspects.links import About
from models.suspects.tables import Suspect, SuspectSignal, rests_on_kept, rests_on_live
from models.suspects.voices import Listener, Voice

LIST = "alliance_lead"
"""The list of leads that cases of suspects are opened from."""


def corroborate(work: Work, signal: Signal) -> None:
    """Opens a suspect where independent members now say the same, or adds to one that is open."""
    listener = Listener(work.session, work.catalogue, signal.alliance_id, work.today)
    about = listener.about(signal)
    for one in (about, *(link.other for link in listener.links_of(about))):
        _settle(work, listener, one)


def _known(work: Work, about: About, voices: list[Voice]) -> list[Suspect]:
    """Those of the merchant and, before anybody named it, of its targets; or of the target. None whose signals are all
    past their retention, whether they are erased yet or not."""
    targets = {voice.signal.target_key for voice in voices if not voice.linked}
    same = or_(col(Suspect.target_key).in_(targets), col(Suspect.uscc) == (about.uscc or ""))
    own = Suspect.alliance_id == about.alliance_id, same, rests_on_kept(work.today)
    return list(work.session.exec(select(Suspect).where(*own)))


def _open_one(work: Work, known: list[Suspect]) -> Suspect | None:
    """To which more is added: one that nobody has judged, and of which not all was retracted."""
    ids = [one.id for one in known if one.state == "open"]
    return work.session.exec(select(Suspect).where(col(Suspect.id).in_(ids), rests_on_live(work.today))).first()


def _settle(work: Work, listener: Listener, about: About) -> None:
    known = _known(work, about, listener.voices(about, ()))
    voices = listener.voices(about, _spent(work, known))
    if all(voice.linked for voice in voices):
        return  # nobody has spoken of itself
    suspect = _open_one(work, known)
    if suspect is None:
        if not listener.agree(voices):
            return
        suspect = _open(work, about, voices)
    elif about.uscc is not None and suspect.uscc is None:
        suspect.uscc, suspect.target_key = about.uscc, None  # somebody has named the merchant behind the target
    kinds = {voice.signal.kind for voice in voices if not voice.linked}
    problems = {work.catalogue.signal_kinds[kind].problem_type for kind in kinds if kind in work.catalogue.signal_kinds}
    suspect.problem_types = " ".join(sorted(problems | set(suspect.problem_types.split())))
    for voice in voices:
        if not voice.linked or voice.weight >= listener.least:
            work.session.merge(SuspectSignal(suspect_id=suspect.id, signal_id=voice.signal.id, linked=voice.linked))
    work.session.flush()


def _spent(work: Work, known: list[Suspect]) -> set[str]:
    """What has been judged supports no second suspect of the same."""
    judged = [one.id for one in known if one.state != "open"]
    return set(work.session.exec(select(SuspectSignal.signal_id).where(col(SuspectSignal.suspect_id).in_(judged))))


def _open(work: Work, about: About, voices: list[Voice]) -> Suspect:
    own = [voice.signal for voice in voices if not voice.linked]
    first, subject = own[0], None if about.uscc is None else find_by_key(work.session, f"uscc:{about.uscc}")
    version = None if subject is None else current_version(work.session, subject.id)
    row = Suspect(
        id=new_id("spt"),
        alliance_id=about.alliance_id,
        state="open",
        uscc=about.uscc,
        name=next((signal.name for signal in own if signal.name), None),
        target_key=about.target_key,
        target_kind=first.target_kind,
        target=first.target,
        platform=first.platform,
        problem_types="",
        unit=None if version is None else version.unit,
        list=LIST,
        opened_on=work.today,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row
