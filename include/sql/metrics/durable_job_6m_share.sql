-- title: Varaktigt arbete efter sex månader
-- definition: Av placeringar som slutade, så att sex hela månader har gått och är levererade:
--   andelen som slutade med arbete utan stöd och där personen inte har fått bistånd någon av de
--   sex månaderna efter. Anställningen själv följs inte upp i någon leverans, så måttet är
--   indirekt. Placeringar som slutade under de tolv senaste mogna månaderna räknas; de som inte
--   kan bedömas än redovisas bredvid.
-- grain: programme
-- grain_text: Varje program, placeringar som slutat under tolv månader som är mogna.
-- unit: andel
-- rule: quotient
-- direction: up
-- guard: share
-- theme: exits
-- order: 90
-- requirement: K16
-- parameters: municipality_code, close_id, aid_month_plus_1, aid_month_minus_17
-- needs: placering
-- months: bistand 0
-- empty: ej mogen: 6 månader har inte gått
-- beside: slut ännu inte mogna
with delivered as (
    select month_summary.month_number
    from month_summary
    inner join metric_close_delivery as pinned
        on
            month_summary.municipality_code = pinned.municipality_code
            and month_summary.delivery_id = pinned.delivery_id
    where
        pinned.municipality_code = :municipality_code
        and pinned.close_id = :close_id
),

ended as (
    select
        placement.programme_id,
        placement.placement_id,
        placement.person_id,
        calendar_day.month_number,
        case when placement.exit_reason = 'arbete' then 1 else 0 end as is_to_work
    from placement
    inner join metric_close_delivery as pinned
        on
            placement.municipality_code = pinned.municipality_code
            and placement.delivery_id = pinned.delivery_id
    inner join calendar_day
        on
            placement.municipality_code = calendar_day.municipality_code
            and placement.actual_end_date = calendar_day.calendar_date
    where
        pinned.municipality_code = :municipality_code
        and pinned.close_id = :close_id
        and placement.actual_end_date >= :aid_month_minus_17
        and placement.actual_end_date < :aid_month_plus_1
),

returned as (
    select distinct ended.placement_id
    from ended
    inner join person_month
        on
            person_month.municipality_code = :municipality_code
            and ended.person_id = person_month.person_id
    inner join metric_close_delivery as pinned
        on
            person_month.municipality_code = pinned.municipality_code
            and person_month.delivery_id = pinned.delivery_id
    inner join calendar_day
        on
            person_month.municipality_code = calendar_day.municipality_code
            and person_month.aid_month = calendar_day.calendar_date
    where
        pinned.close_id = :close_id
        and person_month.is_assisted
        and calendar_day.month_number between ended.month_number + 1
        and ended.month_number + 6
),

judged as (
    select
        ended.programme_id,
        ended.month_number,
        case
            when (
                select count(*)
                from delivered
                where
                    delivered.month_number between ended.month_number + 1
                    and ended.month_number + 6
            ) = 6
                then 1
            else 0
        end as is_mature,
        case
            when ended.is_to_work = 1 and returned.placement_id is null then 1
            else 0
        end as is_durable
    from ended
    left join returned on ended.placement_id = returned.placement_id
),

-- Two months' figures differ by single months, so that few people in one could be had (X12).
month_group as (
    select
        programme_id,
        count(*) as people
    from judged
    group by programme_id, month_number, is_mature, is_durable
),

fewest as (
    select
        programme_id,
        min(people) as people
    from month_group
    group by programme_id
)

select
    close_programme.programme_id,
    '' as dimension,
    '' as dimension_value,
    coalesce(sum(judged.is_mature * judged.is_durable), 0) as numerator,
    coalesce(sum(judged.is_mature), 0) as denominator,
    coalesce(sum(1 - judged.is_mature), 0) as beside_count,
    max(fewest.people) as basis_count
from close_programme
left join judged on close_programme.programme_id = judged.programme_id
left join fewest on close_programme.programme_id = fewest.programme_id
where
    close_programme.municipality_code = :municipality_code
    and close_programme.close_id = :close_id
group by close_programme.programme_id
