-- title: Andel planer på heltid
-- definition: Av de planer som gällde veckans sista dag och har planerade timmar: andelen med
--   minst så många timmar i veckan som kommunen räknar som heltid. En plan med färre timmar som
--   ändå är allt som personen förmår räknas inte hit utan redovisas bredvid.
-- grain: municipality
-- grain_text: Kommunen, veckans sista dag; därtill per kön.
-- unit: andel
-- rule: quotient
-- direction: up
-- guard: share
-- theme: participation
-- order: 70
-- requirement: T4
-- parameters: municipality_code, close_id, last_day, full_time_hours, known_at
-- needs: plan
-- empty: inga gällande planer med timmar
-- beside: fullt utifrån sin förmåga
with active as (
    select
        case when person.is_protected is false then person.sex_code end as shown_sex,
        case when plan.planned_weekly_hours >= :full_time_hours then 1 else 0 end
            as is_full_time,
        case
            when
                plan.planned_weekly_hours < :full_time_hours
                and plan.is_full_for_capacity
                then 1
            else 0
        end as is_full_for_capacity
    from plan
    inner join metric_close_delivery as pinned
        on
            plan.municipality_code = pinned.municipality_code
            and plan.delivery_id = pinned.delivery_id
    left join known_person as person
        on
            plan.municipality_code = person.municipality_code
            and plan.person_id = person.person_id
            and person.known_from <= :known_at
            and person.known_until > :known_at
    where
        pinned.municipality_code = :municipality_code
        and pinned.close_id = :close_id
        and plan.planned_weekly_hours is not null
        and plan.drawn_up_date <= :last_day
        and (plan.closed_date is null or plan.closed_date > :last_day)
        and (plan.follow_up_date is null or plan.follow_up_date >= :last_day)
)

select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    coalesce(sum(is_full_time), 0) as numerator,
    count(*) as denominator,
    coalesce(sum(is_full_for_capacity), 0) as beside_count
from active
union all
select
    '',
    'kon',
    case shown_sex when '2' then 'kvinna' else 'man' end,
    sum(is_full_time),
    count(*),
    sum(is_full_for_capacity)
from active
where shown_sex is not null
group by shown_sex
