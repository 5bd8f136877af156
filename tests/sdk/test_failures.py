"""Each way to get no answer, or another's, is an error that says what happened and what to look at."""

import socket

import pytest

import huixin
from huixin import RetryPolicy
from tests.sdk.conftest import Ask, check
from tests.sdk.stub import DROP, Reply, Stub, page, problem


def test_nobody_listens(ask: Ask) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(huixin.ConnectionFailed, match=f"{url} after 4 tries.*HUIXIN_URL"):
            ask(check, url=url)


def test_an_answer_that_takes_too_long(ask: Ask, stub: Stub) -> None:
    stub.faults.append(Reply(pause=0.5))
    with pytest.raises(huixin.TimedOut, match="did not answer in time"):
        ask(check, timeout=0.1, retries=RetryPolicy(tries=1))


def test_a_connection_that_breaks(ask: Ask, stub: Stub) -> None:
    stub.faults.append(DROP)
    with pytest.raises(huixin.ConnectionLost, match="broke"):
        ask(check, retries=RetryPolicy(tries=1))


@pytest.mark.parametrize("answer", [page(), page(404), Reply(404, b'{"detail":"Not Found"}'), Reply(204, b"")])
def test_something_else_lives_there(ask: Ask, stub: Stub, answer: Reply) -> None:
    stub.token_faults.append(answer)
    with pytest.raises(huixin.UnexpectedAnswer, match=r"Is HUIXIN_URL the address|different versions"):
        ask(check)


def test_a_redirect_is_told_not_followed(ask: Ask, stub: Stub) -> None:
    stub.token_faults.append(Reply(301, b"", {"Location": "https://elsewhere.example/"}))
    with pytest.raises(huixin.WrongAddress, match=r"points to https://elsewhere\.example/"):
        ask(check)


def test_an_answer_of_another_shape(ask: Ask, stub: Stub) -> None:
    stub.faults.append(Reply(body=b'{"outcome": "perhaps"}'))
    with pytest.raises(huixin.UnexpectedAnswer, match="decision_id: Field required"):
        ask(check)


def test_an_answer_that_is_cut_or_packed_wrongly(ask: Ask, stub: Stub) -> None:
    stub.faults.append(Reply(headers={"Content-Encoding": "gzip"}))
    with pytest.raises(huixin.UnexpectedAnswer, match="cannot be read"):
        ask(check)


def test_a_refusal_says_what_where_and_which_request(ask: Ask, stub: Stub) -> None:
    wrong = {"pointer": "/scene", "code": "unknown_scene", "message": "There is no such scene."}
    stub.faults.append(problem("invalid_content", 422, errors=[wrong]))
    with pytest.raises(huixin.InvalidContent) as raised:
        ask(check)
    error = raised.value
    assert (error.status, error.problem_code, error.request_id) == (422, "invalid_content", "req_7")
    assert error.errors[0].code == "unknown_scene"
    assert str(error).endswith("/scene: There is no such scene. [422 invalid_content, request req_7]")
    assert error.user_message == "Refused: invalid_content /scene: There is no such scene."
