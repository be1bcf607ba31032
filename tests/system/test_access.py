"""Who may see and do what in Airflow, tried on its API with the people of a file."""

import pytest

from stegvis.orchestration.people import ROLES, people_settings

pytestmark = pytest.mark.system

OPEN_TO_ALL = {
    "/api/v2/monitor/health",
    "/api/v2/version",
    "/api/v2/auth/login",
    "/api/v2/auth/logout",
}
"""The state of Airflow's parts, its version, and the way to the login page."""

PASSWORD = "ett-langt-losenord"  # noqa: S105 - of invented people


@pytest.fixture(scope="module")
def airflow(tmp_path_factory):
    """Airflow's API server with one person of each role."""
    from airflow.api_fastapi.app import create_app, purge_cached_app
    from airflow.utils import db
    from fastapi.testclient import TestClient

    said = "\n".join(f"{role} {role} {PASSWORD}" for role in ROLES)
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("people")
        for name, value in people_settings(said, home).items():
            patch.setenv(name, value)
        db.initdb()
        purge_cached_app()
        with TestClient(create_app(apps="core"), follow_redirects=False) as client:
            yield client
    purge_cached_app()


@pytest.fixture(scope="module")
def as_role(airflow):
    """Role → the header of somebody who has logged in."""

    def header(role):
        answer = airflow.post("/auth/token", json={"username": role, "password": PASSWORD})
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}

    return {role: header(role) for role in ROLES}


def pages(airflow):
    schema = airflow.get("/openapi.json").json()
    return [path for path, methods in schema["paths"].items() if "get" in methods]


def test_no_page_with_anything_on_it_is_anonymous(airflow):
    shown = {
        path
        for path in pages(airflow)
        if path.startswith(("/api/", "/ui/"))
        and airflow.get(path.replace("{", "").replace("}", "")).status_code not in (401, 403)
    }

    assert len(pages(airflow)) > 50
    assert shown <= OPEN_TO_ALL


def test_a_wrong_password_lets_nobody_in(airflow):
    answer = airflow.post("/auth/token", json={"username": "reader", "password": "gissning"})

    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "may"),
    [
        ("GET", "/api/v2/dags", {"data_team", "approver", "auditor", "reader"}),
        ("GET", "/api/v2/eventLogs", {"data_team", "approver", "auditor", "reader"}),
        ("POST", "/api/v2/dags/none/dagRuns", {"data_team", "approver"}),
        ("PATCH", "/api/v2/dags/none", {"data_team", "approver"}),
        ("GET", "/api/v2/connections", {"data_team"}),
        ("GET", "/api/v2/variables", {"data_team"}),
    ],
)
def test_a_role_may_what_the_table_says_and_no_more(airflow, as_role, method, path, may):
    body = {"json": {"logical_date": None}} if method != "GET" else {}
    answered = {
        role: airflow.request(method, path, headers=header, **body).status_code
        for role, header in as_role.items()
    }

    assert {role for role, status in answered.items() if status != 403} == may, answered
