"""Which stage wakes which, and what happens to a task that fails."""

import pytest
from airflow.sdk import RetryAction

from dag_bag import dag_of
from stegvis.domain.extracts import EXTRACTS
from stegvis.errors import DeliveryRejected, WarehouseUnavailable
from stegvis.orchestration.approvals import NO, WAIT, YES, word_of
from stegvis.orchestration.dags import RETRY_BY_CAUSE


def wakes(dag_id):
    """The names of the assets whose events start the DAG."""
    timetable = dag_of(dag_id).timetable
    condition = getattr(timetable, "asset_condition", None)
    return {asset.name for asset in condition.objects} if condition else set()


def announces(dag_id):
    return {asset.name for task in dag_of(dag_id).tasks for asset in task.outlets}


def test_any_accepted_extract_or_answer_wakes_screening():
    expected = {f"delivered_amal_{extract}" for extract in EXTRACTS} | {"answered_amal"}

    assert wakes("screen__amal") == expected
    assert expected - {"answered_amal"} <= announces("receive__amal")
    assert announces("collect__amal") == {"answered_amal"}


def test_no_work_is_begun_for_an_extract_of_which_nothing_has_come():
    choice = dag_of("receive__amal").task_dict["choose_extracts"]

    assert choice.downstream_task_ids == {f"receive_{extract}" for extract in EXTRACTS}


def test_each_stage_wakes_the_next():
    assert announces("screen__amal") <= wakes("offer__amal")
    assert wakes("remind__amal") <= announces("offer__amal")


def test_what_waits_for_a_person_has_its_own_dag_and_wakes_the_rest_on_yes():
    assert wakes("approve_delivery__amal") == {"held_amal"} <= announces("receive__amal")
    assert wakes("approve_letters__amal") == {"unusual_batch_amal"} <= announces("offer__amal")
    assert announces("approve_delivery__amal") <= wakes("screen__amal")
    assert announces("approve_letters__amal") <= wakes("offer__amal")


def test_lists_are_written_when_tasks_are_in_line_and_cleaned_of_the_protected_after():
    upstream = {task.task_id: task.upstream_task_ids for task in dag_of("remind__amal").tasks}

    assert upstream == {
        "remind": set(),
        "write_worklists": {"remind"},
        "write_af_request": {"remind"},
        "remove_protected": {"write_worklists"},
    }


def test_nothing_is_purged_before_the_question_is_answered():
    upstream = {
        task.task_id: task.upstream_task_ids for task in dag_of("approve_purge__amal").tasks
    }

    assert upstream["purge"] == {"ask_about.record"}
    assert "ask_about.ask" in upstream["ask_about.record"]
    assert wakes("approve_purge__amal") == announces("retention__amal")


def test_no_municipality_wakes_another():
    for stage in ("screen", "offer", "remind"):
        assert all("kramfors" in name for name in wakes(f"{stage}__kramfors"))


@pytest.mark.parametrize(("failure", "action"), [
    (WarehouseUnavailable("locked"), RetryAction.RETRY), (ConnectionError(), RetryAction.RETRY),
    (DeliveryRejected("no", reason="no_rows"), RetryAction.FAIL), (KeyError(), RetryAction.FAIL),
])  # fmt: skip
def test_only_what_may_pass_by_itself_is_tried_again(failure, action):
    assert RETRY_BY_CAUSE.evaluate(failure, 1, 3).action is action


def test_a_persons_word_is_yes_or_no_with_a_name():
    said = {"chosen_options": [YES], "responded_by_user": {"id": "7", "name": "chef"}}

    assert word_of(said) == (True, "chef")
    assert word_of(said | {"chosen_options": [NO]}) == (False, "chef")


def test_a_question_that_nobody_answered_is_asked_again_another_day():
    with pytest.raises(Exception, match="yet"):
        word_of({"chosen_options": [WAIT]})
