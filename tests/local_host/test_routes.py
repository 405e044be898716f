"""Route templates, against the rules of the service's documentation."""

import pytest

from local_host.errors import StartupError
from local_host.routes import Router, compile_route


def router(*templates: str) -> Router[str]:
    return Router(compile_route(one, methods=(), target=one) for one in templates)


@pytest.mark.parametrize(
    ("template", "path", "parameters"),
    [
        ("jobs", "/jobs", {}),
        ("jobs", "/Jobs/", {}),
        ("jobs/{id}", "/jobs/a.b-c", {"id": "a.b-c"}),
        ("jobs/{id}", "/jobs/a%20b", {"id": "a b"}),
        ("jobs/{id}", "/jobs/a%2Fb", {"id": "a%2Fb"}),
        ("jobs/{id:int}", "/jobs/-12", {"id": "-12"}),
        ("jobs/{id?}", "/jobs", {}),
        ("jobs/{id?}", "/jobs/7", {"id": "7"}),
        ("files/{*rest}", "/files/a/b/c.txt", {"rest": "a/b/c.txt"}),
        ("files/{*rest}", "/files", {}),
        ("", "/", {}),
    ],
)
def test_a_path_gives_its_parameters(template: str, path: str, parameters: dict[str, str]) -> None:
    assert router(template).find("GET", path) == (template, parameters)


@pytest.mark.parametrize(
    ("template", "path"),
    [
        ("jobs/{id}", "/jobs"),
        ("jobs/{id}", "/jobs/a/b"),
        ("jobs/{id:int}", "/jobs/x"),
        ("jobs/{id:guid}", "/jobs/12"),
        ("jobs.v1", "/jobsxv1"),
    ],
)
def test_a_path_that_does_not_fit_is_not_found(template: str, path: str) -> None:
    assert router(template).find("GET", path) is None


def test_the_most_exact_route_wins_whatever_the_order() -> None:
    found = router("jobs/{*rest}", "jobs/{id}", "jobs/{id:int}", "jobs/latest", "{any}/latest")

    winners = [found.find("GET", path) for path in ("/jobs/latest", "/jobs/5", "/jobs/x")]
    assert [winner and winner[0] for winner in winners] == [
        "jobs/latest",
        "jobs/{id:int}",
        "jobs/{id}",
    ]
    assert found.find("GET", "/jobs/a/b") == ("jobs/{*rest}", {"rest": "a/b"})


def test_a_method_chooses_between_routes_and_none_means_all() -> None:
    found = Router(
        [
            compile_route("jobs", methods=["GET"], target="list"),
            compile_route("jobs", methods=["post"], target="create"),
            compile_route("any", methods=(), target="any"),
        ]
    )

    assert found.find("POST", "/jobs") == ("create", {})
    assert found.find("DELETE", "/jobs") is None
    assert found.find("DELETE", "/any") == ("any", {})


@pytest.mark.parametrize("bad", ["a/{id:regex}", "a/x{id}", "a/{id"])
def test_a_template_that_is_not_understood_stops_the_start(bad: str) -> None:
    with pytest.raises(StartupError, match="is not understood"):
        router(bad)
