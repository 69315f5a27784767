"""Several failures as one."""

from __future__ import annotations

from ministudio_cli.errors import PassingFault, ProviderRefused, together


def test_what_fails_for_one_reason_is_said_once_with_the_names_of_all() -> None:
    errors = [(f"shot {name}", PassingFault("the service is gone", hint="run it again")) for name in "abcdef"]
    same = together(errors)
    assert isinstance(same, PassingFault)
    assert same.message == "shot a, shot b, shot c, shot d and 2 more: the service is gone"
    assert same.hint == "run it again"
    assert [label for label, _ in same.parts] == [label for label, _ in errors]


def test_what_fails_for_several_reasons_is_listed_and_what_cannot_be_mended_decides() -> None:
    both = together([("shot a", PassingFault("it is gone")), ("shot b", ProviderRefused("no", hint="other words"))])
    assert isinstance(both, ProviderRefused)
    assert both.message.splitlines() == [
        "2 orders failed:",
        "  shot a: it is gone",
        "  shot b: no",
        "    → other words",
    ]
