-- title: Handlingsplan inom fyra veckor
-- definition: Av dem som började i programmet så att fyra veckor gick ut under veckan: andelen
--   som hade en överenskommen handlingsplan senast den dagen. Dag 28 är i tid, dag 29 är för
--   sent. Den som slutade innan fyra veckor hade gått, med angiven orsak, räknas inte.
-- grain: programme
-- grain_text: Program med en vistelse på fyra veckor, under veckan; därtill per kön.
-- unit: andel
-- rule: quotient
-- direction: up
-- guard: share
-- theme: participation
-- order: 60
-- requirement: T6, T5
-- parameters: municipality_code, close_id, week_start_minus_28_days, week_end_minus_28_days,
--   known_at
-- needs: plan, placering
-- absent: ej tillämpligt: inget program har en vistelse på fyra veckor
-- empty: ej mogen: för ingen gick fyra veckor ut under veckan
with starter as (
    select
        placement.programme_id,
        placement.placement_id,
        placement.person_id,
        first_day.day_number + 28 as due_number,
        case when person.is_protected is false then person.sex_code end as shown_sex
    from placement
    inner join metric_close_delivery as pinned
        on
            placement.municipality_code = pinned.municipality_code
            and placement.delivery_id = pinned.delivery_id
    inner join calendar_day as first_day
        on
            placement.municipality_code = first_day.municipality_code
            and placement.start_date = first_day.calendar_date
    left join calendar_day as ending
        on
            placement.municipality_code = ending.municipality_code
            and placement.actual_end_date = ending.calendar_date
    left join known_person as person
        on
            placement.municipality_code = person.municipality_code
            and placement.person_id = person.person_id
            and person.known_from <= :known_at
            and person.known_until > :known_at
    where
        pinned.municipality_code = :municipality_code
        and pinned.close_id = :close_id
        and placement.start_date >= :week_start_minus_28_days
        and placement.start_date < :week_end_minus_28_days
        and (
            ending.day_number is null
            or ending.day_number >= first_day.day_number + 28
            or placement.exit_reason is null
        )
),

drawn_up as (
    select
        plan.person_id,
        calendar_day.day_number
    from plan
    inner join metric_close_delivery as pinned
        on
            plan.municipality_code = pinned.municipality_code
            and plan.delivery_id = pinned.delivery_id
    inner join calendar_day
        on
            plan.municipality_code = calendar_day.municipality_code
            and plan.drawn_up_date = calendar_day.calendar_date
    where
        pinned.municipality_code = :municipality_code
        and pinned.close_id = :close_id
        and plan.plan_type = 'handlingsplan'
        and plan.is_agreed
),

judged as (
    select
        starter.programme_id,
        starter.placement_id,
        starter.shown_sex,
        max(case when drawn_up.day_number <= starter.due_number then 1 else 0 end) as is_in_time
    from starter
    left join drawn_up on starter.person_id = drawn_up.person_id
    group by starter.programme_id, starter.placement_id, starter.shown_sex
)

select
    close_programme.programme_id,
    '' as dimension,
    '' as dimension_value,
    coalesce(sum(judged.is_in_time), 0) as numerator,
    count(judged.placement_id) as denominator
from close_programme
left join judged on close_programme.programme_id = judged.programme_id
where
    close_programme.municipality_code = :municipality_code
    and close_programme.close_id = :close_id
    and close_programme.stay_weeks = 4
group by close_programme.programme_id
union all
select
    judged.programme_id,
    'kon',
    case judged.shown_sex when '2' then 'kvinna' else 'man' end,
    sum(judged.is_in_time),
    count(*)
from judged
inner join close_programme
    on
        close_programme.municipality_code = :municipality_code
        and close_programme.close_id = :close_id
        and judged.programme_id = close_programme.programme_id
        and close_programme.stay_weeks = 4
where judged.shown_sex is not null
group by judged.programme_id, judged.shown_sex
