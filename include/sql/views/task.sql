-- A task as it stands, from its events.
--
-- The latest of opened, done, dismissed and closed says the status; of the same moment,
-- closed goes before done, done before dismissed, dismissed before opened. A dismissal has a
-- stated end, but stays dismissed here: that a task comes back is a new opened event.
-- Title and rule are those of the latest opening; due time, list and explanation those of
-- the latest move since. created_at is the first opening.
with tasks as (
    select
        municipality_code,
        task_id,
        min(case when event = 'opened' then at end) as created_at,
        max(case when event = 'opened' then at end) as opened_at,
        max(case when event = 'due_moved' then at end) as due_moved_at,
        max(case when event = 'done' then at end) as done_at,
        max(case when event = 'dismissed' then at end) as dismissed_at,
        max(case when event = 'closed' then at end) as closed_at
    from task_event
    group by municipality_code, task_id
),

standing as (
    select
        municipality_code,
        task_id,
        created_at,
        opened_at,
        case when due_moved_at >= opened_at then due_moved_at end as due_moved_at,
        case when done_at >= opened_at then done_at end as done_at,
        case when dismissed_at >= opened_at then dismissed_at end as dismissed_at,
        case when closed_at >= opened_at then closed_at end as closed_at,
        case
            when
                closed_at >= opened_at
                and (done_at is null or closed_at >= done_at)
                and (dismissed_at is null or closed_at >= dismissed_at)
                then 'closed'
            when done_at >= opened_at and (dismissed_at is null or done_at >= dismissed_at)
                then 'done'
            when dismissed_at >= opened_at then 'dismissed'
            else 'open'
        end as status
    from tasks
    where opened_at is not null
)

select
    standing.municipality_code,
    standing.task_id,
    opened.programme_id,
    opened.kind,
    opened.case_reference,
    opened.person_id,
    opened.household_id,
    opened.fact,
    coalesce(moved.unit, opened.unit) as unit,
    coalesce(moved.caseworker, opened.caseworker) as caseworker,
    coalesce(moved.due_at, opened.due_at) as due_at,
    coalesce(moved.priority, opened.priority) as priority,
    standing.status,
    ending.reason as closed_reason,
    ending.by as ended_by,
    opened.legal_basis,
    opened.source_rule,
    opened.title,
    coalesce(moved.explanation, opened.explanation) as explanation,
    standing.created_at,
    standing.opened_at,
    case when standing.status = 'done' then standing.done_at end as done_at,
    case when standing.status = 'dismissed' then ending.until end as dismissed_until,
    case when standing.status <> 'open' then ending.at end as ended_at
from standing
inner join task_event as opened
    on
        opened.municipality_code = standing.municipality_code
        and opened.task_id = standing.task_id
        and opened.event = 'opened'
        and opened.at = standing.opened_at
left join task_event as moved
    on
        moved.municipality_code = standing.municipality_code
        and moved.task_id = standing.task_id
        and moved.event = 'due_moved'
        and moved.at = standing.due_moved_at
left join task_event as ending
    on
        ending.municipality_code = standing.municipality_code
        and ending.task_id = standing.task_id
        and ending.event = standing.status
        and ending.at = case standing.status
            when 'closed' then standing.closed_at
            when 'done' then standing.done_at
            when 'dismissed' then standing.dismissed_at
        end
