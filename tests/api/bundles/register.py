"""A register in which merchants share names and codes more than real ones do, changed step by step."""

from datetime import date
from typing import Any

from hypothesis import strategies as st
from sqlmodel import Session, select

from huixin.core.identifiers import organisation_code_of
from huixin.core.names import normalise
from huixin.core.vocabulary import EndKind, Standing, SubjectKind
from models.listings import end_listing
from models.subjects import Subject, SubjectContent, change_subject, enter_subject, enterprise
from tests.factories import fresh_usccs, make_listing

TODAY = date(2026, 11, 2)
NAMES = ("甲贸易有限公司", "乙贸易有限公司")
OLDER_NUMBER = "441300000000017"
_LISTS = {Standing.EFFECTIVE: "brushing_black", Standing.LEAD: "ecommerce_pushed"}


class Register:
    def __init__(self, session: Session, draw: Any) -> None:
        self.session, self.draw = session, draw
        self.codes = [code for code, _ in zip(fresh_usccs(), range(4), strict=False)]
        self.listed: list[str] = []

    def act(self) -> None:
        acts = [self._company, self._older_code, self._name_alone, self._site, self._end]
        self.draw(st.sampled_from(acts))()

    def _company(self) -> None:
        beside = self.draw(
            st.sampled_from([(), (("registration_number", OLDER_NUMBER),), (self._organisation_code(),)])
        )
        self._list(enterprise(self._code(), self._name(), identifiers=beside))

    def _older_code(self) -> None:
        key = self.draw(st.sampled_from([f"org:{self._organisation_code()[1]}", f"reg:{OLDER_NUMBER}"]))
        self._list(SubjectContent(key, SubjectKind.COMPANY, self._name()))

    def _name_alone(self) -> None:
        name = self._name()
        self._list(SubjectContent(f"name:{normalise(name)}", SubjectKind.COMPANY, name))

    def _site(self) -> None:
        owner = self._code()
        self._list(SubjectContent(f"web:{owner}|店", SubjectKind.WEBSITE, "店", identifiers=(("uscc", owner),)))

    def _end(self) -> None:
        if self.listed:
            end_listing(self.session, self.draw(st.sampled_from(self.listed)), TODAY, EndKind.REMOVED)

    def _list(self, content: SubjectContent) -> None:
        subject = self._subject(content)
        standing = self.draw(st.none() | st.sampled_from(sorted(_LISTS)))
        if standing is not None:
            self.listed.append(make_listing(self.session, subject, list=_LISTS[standing], standing=standing).id)

    def _subject(self, content: SubjectContent) -> Subject:
        found = self.session.exec(select(Subject).where(Subject.key == content.key)).first()
        if found is None:
            return enter_subject(self.session, content)
        change_subject(self.session, found.id, content)
        return found

    def _code(self) -> str:
        return str(self.draw(st.sampled_from(self.codes)))

    def _name(self) -> str:
        return str(self.draw(st.sampled_from(NAMES)))

    def _organisation_code(self) -> tuple[str, str]:
        return "organisation_code", organisation_code_of(self._code())
