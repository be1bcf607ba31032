-- title: Öppna uppgifter
-- definition: Uppgifter som stod öppna på handläggarnas listor när veckan stängdes. En uppgift
--   som är uppskjuten, gjord eller avslutad räknas inte. Enheten för skyddade personuppgifter
--   räknas bara i totalen.
-- grain: both
-- grain_text: Kommunen och varje program vid veckans stängning; därtill per enhet.
-- unit: antal
-- rule: numerator
-- direction: down
-- guard: count
-- theme: tasks
-- order: 10
-- requirement: T1, V1
-- parameters: municipality_code, close_id, known_at, restricted_unit
-- sentence: {value} uppgifter väntar på handläggarna.
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
        programme_id,
        case when unit <> :restricted_unit then unit end as shown_unit
    from known_task
    where ended_at is null
)

select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    count(*) as numerator,
    null as denominator
from counted
union all
select
    '',
    'enhet',
    shown_unit,
    count(*),
    null
from counted
where shown_unit is not null
group by shown_unit
union all
select
    close_programme.programme_id,
    '',
    '',
    count(counted.programme_id),
    null
from close_programme
left join counted on close_programme.programme_id = counted.programme_id
where
    close_programme.municipality_code = :municipality_code
    and close_programme.close_id = :close_id
group by close_programme.programme_id
