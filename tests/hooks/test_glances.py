"""What a page itself waits for is not asked again and again of who cannot answer."""

from __future__ import annotations

import pytest

from solicense_plugin.hooks import glances
from solicense_plugin.hooks.boundary import AddOnFailed, Boundary
from solicense_plugin.hooks.glances import Glances


class Question:
    """Something that is asked, and fails as long as it is told to."""

    def __init__(self) -> None:
        self.asked = 0
        self.fails = True

    def __call__(self) -> str:
        self.asked += 1
        if self.fails:
            raise RuntimeError
        return "yes"


@pytest.fixture
def question() -> Question:
    return Question()


def take(mine: Glances, question: Question, times: int) -> None:
    for _ in range(times):
        assert not mine.rests("visible acme")
        with pytest.raises(AddOnFailed):
            mine.take("visible acme", question, budget=5)


def test_after_three_failures_in_a_row_it_rests(question: Question) -> None:
    mine = Glances(Boundary("acme"))
    take(mine, question, 3)
    assert mine.rests("visible acme")


def test_something_else_of_it_does_not_rest(question: Question) -> None:
    mine = Glances(Boundary("acme"))
    take(mine, question, 3)
    assert not mine.rests("visible more")


def test_an_answer_ends_the_row(question: Question) -> None:
    mine = Glances(Boundary("acme"))
    take(mine, question, 2)
    question.fails = False
    assert mine.take("visible acme", question, budget=5) == "yes"
    question.fails = True
    take(mine, question, 3)
    assert question.asked == 6


def test_after_its_rest_it_is_asked_again(
    question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = Glances(Boundary("acme"))
    take(mine, question, 3)
    monkeypatch.setattr(glances, "REST", 0.0)
    assert not mine.rests("visible acme")
