-- title: Andel uppgifter gjorda i tid
-- definition: Av uppgifter vars sista tid låg i veckan: andelen som var gjorda senast då. En
--   uppgift som ännu är öppen räknas som inte i tid. Uppgifter som avfärdades, eller som föll
--   bort för att orsaken försvann, räknas inte. En flyttad tid gäller i stället för den första.
-- grain: municipality
-- grain_text: Kommunen, under veckan; därtill per enhet.
-- unit: andel
-- rule: quotient
-- direction: up
-- guard: share
-- theme: tasks
-- order: 30
-- requirement: T1, V1
-- parameters: municipality_code, week_start_at, week_end_at, known_at, restricted_unit
-- empty: ingen uppgift hade sin sista tid i veckan
with opening as (
    select
        task_id,
        max(at) as opened_at
    from task_event
    where
        municipality_code = :municipality_code
        and event = 'opened'
        and recorded_at <= :known_at
    group by task_id
),

life as (
    select
        opening.task_id,
        opening.opened_at,
        max(case when task_event.event = 'due_moved' then task_event.at end) as moved_at,
        max(case when task_event.event = 'done' then task_event.at end) as done_at,
        max(case when task_event.event in ('done', 'dismissed', 'closed') then task_event.at end)
            as ended_at
    from opening
    inner join task_event
        on
            task_event.municipality_code = :municipality_code
            and opening.task_id = task_event.task_id
    where task_event.at >= opening.opened_at and task_event.recorded_at <= :known_at
    group by opening.task_id, opening.opened_at
),

known_task as (
    select
        life.task_id,
        life.done_at,
        life.ended_at,
        coalesce(opened.programme_id, '') as programme_id,
        coalesce(moved.unit, opened.unit) as unit,
        coalesce(moved.due_at, opened.due_at) as due_at
    from life
    inner join task_event as opened
        on
            opened.municipality_code = :municipality_code
            and life.task_id = opened.task_id
            and opened.event = 'opened'
            and life.opened_at = opened.at
    left join task_event as moved
        on
            moved.municipality_code = :municipality_code
            and life.task_id = moved.task_id
            and moved.event = 'due_moved'
            and life.moved_at = moved.at
),

counted as (
    select
        case when unit <> :restricted_unit then unit end as shown_unit,
        case when done_at <= due_at then 1 else 0 end as is_in_time
    from known_task
    where
        due_at >= :week_start_at
        and due_at < :week_end_at
        and (ended_at is null or ended_at = done_at)
)

select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    coalesce(sum(is_in_time), 0) as numerator,
    count(*) as denominator
from counted
union all
select
    '',
    'enhet',
    shown_unit,
    sum(is_in_time),
    count(*)
from counted
where shown_unit is not null
group by shown_unit
