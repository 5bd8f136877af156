"""What was seen of rules, limits and lists, in sentences."""

from collections.abc import Iterable

from huixin.core.vocabulary import Outcome, Severity
from huixin.types.base import Label
from rules.analysis.found import Case, Code, Found
from rules.analysis.judging import Judge
from rules.analysis.space import OTHER
from rules.analysis.surprise import Surprise
from rules.analysis.words import example
from rules.conditions import condition_of, tests_in
from rules.entries import Catalogue
from rules.wording import KINDS, WORDS


class Teller:
    """Words for one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def _kind(self, code: str) -> str:
        return "rule" if code in self._catalogue.rules else "limit"

    def _named(self, code: str) -> Label:
        entry = self._catalogue.rules.get(code) or self._catalogue.limits[code]
        kind = KINDS[self._kind(code)]
        return Label(zh=f"{kind.zh}“{entry.title.zh}”", en=f"{kind.en} '{code}'")

    def _list(self, codes: Iterable[str]) -> Label:
        named = [self._named(code) for code in codes]
        return Label(zh="、".join(one.zh for one in named), en=", ".join(one.en for one in named))

    def unreachable(self, code: str) -> Found:
        it = self._named(code)
        message = Label(zh=f"{it.zh}不会遇到任何情形。", en=f"No class ever meets {it.en}.")
        hint = Label(
            zh="其条件互相排斥，或查询者看不到这样的信息：请改正条件。",
            en="Its conditions exclude each other, or who asks never sees such a record: correct 'when'.",
        )
        return Found(Code.UNREACHABLE, self._kind(code), code, ("when",), message, hint)

    def shadowed(self, code: str, case: Case, others: Iterable[str]) -> Found:
        it, by = self._named(code), self._list(others)
        message = Label(
            zh=f"{it.zh}的处理从不起作用：其他规则总已得出同样或更重的结果（{by.zh}）。",
            en=f"What {it.en} concludes never counts: others always say as much ({by.en}).",
        )
        hint = Label(
            zh="请删去该规则，或改写其条件；若只为说明，请去掉 then。",
            en="Take it out or change its conditions; where only its sentence is meant, take out 'then'.",
        )
        return Found(Code.SHADOWED, "rule", code, ("then",), message, hint, self.example(case, code, *others))

    def mute(self, code: str) -> Found:
        it = self._named(code)
        message = Label(
            zh=f"{it.zh}所及的查询者都不得采取其措施。", en=f"Nobody whom {it.en} reaches may apply its measure."
        )
        hint = Label(
            zh="请改正条件，或改正措施的适用主体。", en="Correct its conditions, or who may apply the measure."
        )
        return Found(Code.ACTOR_MAY_NOT, "rule", code, ("then", "measure"), message, hint)

    def overridden(self, code: str, case: Case, limits: Iterable[str]) -> Found:
        it, by = self._named(code), self._list(limits)
        message = Label(
            zh=f"{it.zh}写明的处理总被限定减轻（{by.zh}）。", en=f"What {it.en} says is always held down ({by.en})."
        )
        hint = Label(
            zh="请写明限定之后的结果，或改写条件。", en="Write what is left after the limit, or change the conditions."
        )
        return Found(Code.OVERRIDDEN, "rule", code, ("then",), message, hint, self.example(case, code, *limits))

    def idle(self, code: str) -> Found:
        it = self._named(code)
        message = Label(zh=f"{it.zh}不改变任何结果。", en=f"No answer changes with {it.en}.")
        hint = Label(
            zh="它所及的情形没有可减轻的处理，或其他限定已减轻：请删去或改写。",
            en="Where it holds there is nothing to limit, or other limits do: take it out or change its conditions.",
        )
        return Found(Code.IDLE_LIMIT, "limit", code, ("then",), message, hint)

    def duplicate(self, code: str, other: str) -> Found:
        it, by = self._named(code), self._named(other)
        message = Label(
            zh=f"{it.zh}所及之处，{by.zh}说的完全相同。", en=f"Wherever {it.en} holds, {by.en} says the very same."
        )
        hint = Label(zh="请删去其一。", en="Take one of the two out.")
        return Found(Code.DUPLICATE, self._kind(code), code, ("when",), message, hint)

    def contradiction(self, case: Case, favours: tuple[str, ...], harsh: tuple[str, ...]) -> Found:
        good, bad = self._list(favours), self._list(harsh)
        message = Label(
            zh=f"同一主体同时受到激励（{good.zh}）和限制（{bad.zh}）。",
            en=f"One merchant is favoured ({good.en}) and refused or restricted ({bad.en}) at once.",
        )
        hint = Label(
            zh="激励不得与有效的黑名单信息并存：请在激励规则中加上 has_live_black: false，或缩小其条件。",
            en="Favour never stands beside a live black record: ask for 'has_live_black: false', or narrow the favour.",
        )
        return Found(
            Code.CONTRADICTION, "rule", favours[0], ("then",), message, hint, self.example(case, *favours, *harsh)
        )

    def gap(self, code: str, case: Case, scenes: tuple[str, ...]) -> Found:
        entry = self._catalogue.lists[code]
        titles = [self._catalogue.scenes[scene].title for scene in scenes]
        message = Label(
            zh=f"名单“{entry.title.zh}”的有效信息在以下环节没有任何措施或提示：{'、'.join(one.zh for one in titles)}。",
            en=f"An effective record on '{code}' comes to nothing, not even watch, in: {', '.join(scenes)}.",
        )
        hint = Label(
            zh="请为该情形写一条规则（至少 watch），或在名单的 accepts 中写明法律上的理由。",
            en="Write a rule for it (watch at least), or say in the list's 'accepts' why the law has it so.",
        )
        return Found(Code.GAP, "list", code, (), message, hint, self.example(case), scenes)

    def surprise(self, judge: Judge, found: Surprise) -> Found:
        """Blames the limit that holds the worse case down, else the rule that the lesser case alone meets."""
        limits = [code for code in found.gained if code in judge.scene.limits]
        blamed = (*limits, *found.lost, *found.gained)[0]
        before, after = (WORDS[Outcome][outcome] for outcome in found.outcomes)
        if found.severity is not None:
            code = Code.SURPRISE_SEVERITY
            lesser = WORDS[Severity][Severity(found.severity)]
            message = Label(
                zh=f"失信程度更重，结果反而更轻：程度“{lesser.zh}”时为“{before.zh}”，更重时为“{after.zh}”。",
                en=f"The more serious offence comes off better: '{before.en}' where {lesser.en}, then '{after.en}'.",
            )
        else:
            code = Code.SURPRISE_RECORD
            message = Label(
                zh=f"多一条不良信息，结果反而更轻：由“{before.zh}”变为“{after.zh}”。",
                en=f"One bad record more makes the outcome better: '{before.en}' becomes '{after.en}'.",
            )
        entries = self._list(dict.fromkeys((*found.lost, *found.gained)))
        hint = Label(zh=f"请核对：{entries.zh}。", en=f"Look at {entries.en}.")
        told = self.example(found.case, *found.lost, *found.gained)
        return Found(code, self._kind(blamed), blamed, ("when",), message, hint, told)

    def empty_scene(self, scene: str, *, ever: bool) -> Found:
        title = self._catalogue.scenes[scene].title
        message = (
            Label(zh=f"环节“{title.zh}”不再有任何规则。", en=f"Scene '{scene}' has no rules any more.")
            if ever
            else Label(zh=f"环节“{title.zh}”从无规则。", en=f"No rule ever holds in scene '{scene}'.")
        )
        hint = Label(
            zh="请为该环节写规则，或删去该环节。", en="Write rules for it, or take the scene out of the vocabulary."
        )
        return Found(Code.EMPTY_SCENE, "scene", scene, (), message, hint, scenes=(scene,))

    def too_large(self, scene: str) -> Found:
        title = self._catalogue.scenes[scene].title
        message = Label(
            zh=f"环节“{title.zh}”的情形过多，未能逐一分析。",
            en=f"The classes of scene '{scene}' are too many to be looked at.",
        )
        hint = Label(
            zh="请让规则共用已有的条件。", en="Let its rules share conditions, instead of each having some of its own."
        )
        return Found(Code.TOO_LARGE, "scene", scene, (), message, hint, scenes=(scene,))

    def stale(self, kind: str, code: str, index: int, finding: str) -> Found:
        message = Label(
            zh=f"{KINDS[kind].zh}“{code}”接受了并不存在的发现“{finding}”。",
            en=f"The finding '{finding}', accepted of {KINDS[kind].en} '{code}', is not there.",
        )
        hint = Label(zh="请删去该项，以免日后掩盖真正的问题。", en="Take it out, before it hides one that matters.")
        return Found(Code.STALE_ACCEPTANCE, kind, code, ("accepts", index), message, hint)

    def example(self, case: Case, *entries: str) -> Label:
        """The case with all that these rules and limits ask about."""
        asked = {field for code in entries for field in self._fields(code)}
        told = asked | {OTHER + field for field in asked}
        return example(self._catalogue, Case(case.scene, case.actor, case.values, case.told | told))

    def _fields(self, code: str) -> Iterable[str]:
        entry = self._catalogue.rules.get(code) or self._catalogue.limits[code]
        return (test.field for test in tests_in(condition_of(entry)))
