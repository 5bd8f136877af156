from datetime import timedelta

from huixin import Client
from huixin.local import LocalChecker


def screen(folder: str, client: Client, codes: list[str]) -> dict[str, str]:
    """Fetches the bundle once, then answers from this machine."""
    with LocalChecker.open(folder, client=client, adverse_max_age=timedelta(hours=24)) as local:
        local.follow()
        answer = local.check(codes[0], scene="promotion")
        print(answer.outcome, answer.source, [measure.code for measure in answer.measures])
        return {code: local.verdict(code, scene="promotion") for code in codes}
