"""Every table and view of the warehouse by name, such as ``tables.delivery``.

Tables are written; the views ``delivery``, ``offer``, ``letter`` and ``task`` are
read and derive from ``delivery_record``, ``offer_event``, ``letter_event`` and
``task_event``.
"""

from stegvis.adapters.warehouse.tables.declaration import metadata
from stegvis.adapters.warehouse.tables.deliveries import (
    delivery_approval,
    delivery_record,
    delivery_warning,
    inbox_file,
    quarantined_row,
)
from stegvis.adapters.warehouse.tables.events import letter_event, offer_event, task_event
from stegvis.adapters.warehouse.tables.metrics import (
    management_weekly_metric,
    metric_close,
    metric_close_delivery,
    weekly_metric,
)
from stegvis.adapters.warehouse.tables.months import (
    aid_exit,
    household_month,
    month_obstacle,
    person_month,
)
from stegvis.adapters.warehouse.tables.participation import (
    application,
    outside_offer,
    place,
    placement,
    plan,
    population,
    wellbeing,
)
from stegvis.adapters.warehouse.tables.people import person, person_alias
from stegvis.adapters.warehouse.tables.screening import (
    screening_result,
    screening_run,
    screening_run_delivery,
    screening_unknown,
)
from stegvis.adapters.warehouse.tables.views import (
    delivery,
    letter,
    offer,
    task,
    view_metadata,
)
from stegvis.adapters.warehouse.tables.worklists import (
    answer,
    answer_error,
    worklist,
    worklist_line,
)

__all__ = [
    "aid_exit",
    "answer",
    "answer_error",
    "application",
    "delivery",
    "delivery_approval",
    "delivery_record",
    "delivery_warning",
    "household_month",
    "inbox_file",
    "letter",
    "letter_event",
    "management_weekly_metric",
    "metadata",
    "metric_close",
    "metric_close_delivery",
    "month_obstacle",
    "offer",
    "offer_event",
    "outside_offer",
    "person",
    "person_alias",
    "person_month",
    "place",
    "placement",
    "plan",
    "population",
    "quarantined_row",
    "screening_result",
    "screening_run",
    "screening_run_delivery",
    "screening_unknown",
    "task",
    "task_event",
    "view_metadata",
    "weekly_metric",
    "wellbeing",
    "worklist",
    "worklist_line",
]
