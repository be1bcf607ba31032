-- title: Andel sökande med en aktiv planering
-- definition: Av personer som sökte bistånd under den senaste månaden (så länge som en ansökan
--   gör någon till sökande): andelen med en plan som gällde veckans sista dag. En avslutad plan,
--   eller en vars uppföljning skulle ha varit, gäller inte. Merparten är mer än hälften: 50,0
--   procent räcker inte.
-- grain: municipality
-- grain_text: Kommunen, veckans sista dag; därtill per kön.
-- unit: andel
-- rule: quotient
-- direction: up
-- guard: share
-- theme: participation
-- order: 80
-- requirement: L2, V13
-- parameters: municipality_code, close_id, last_day, applicant_start_at, week_end_at, known_at
-- needs: plan, ansokan
-- empty: inga sökande under perioden
-- sentence: {numerator} av {denominator} sökande har en aktiv planering.
with active as (
    select distinct plan.person_id
    from plan
    inner join metric_close_delivery as pinned
        on
            plan.municipality_code = pinned.municipality_code
            and plan.delivery_id = pinned.delivery_id
    where
        pinned.municipality_code = :municipality_code
        and pinned.close_id = :close_id
        and plan.drawn_up_date <= :last_day
        and (plan.closed_date is null or plan.closed_date > :last_day)
        and (plan.follow_up_date is null or plan.follow_up_date >= :last_day)
),

applicant as (
    select distinct application.person_id
    from application
    inner join metric_close_delivery as pinned
        on
            application.municipality_code = pinned.municipality_code
            and application.delivery_id = pinned.delivery_id
    where
        pinned.municipality_code = :municipality_code
        and pinned.close_id = :close_id
        and application.applied_at >= :applicant_start_at
        and application.applied_at < :week_end_at
),

counted as (
    select
        case when person.is_protected is false then person.sex_code end as shown_sex,
        case when active.person_id is null then 0 else 1 end as has_plan
    from applicant
    left join active on applicant.person_id = active.person_id
    left join known_person as person
        on
            person.municipality_code = :municipality_code
            and applicant.person_id = person.person_id
            and person.known_from <= :known_at
            and person.known_until > :known_at
)

select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    coalesce(sum(has_plan), 0) as numerator,
    count(*) as denominator
from counted
union all
select
    '',
    'kon',
    case shown_sex when '2' then 'kvinna' else 'man' end,
    sum(has_plan),
    count(*)
from counted
where shown_sex is not null
group by shown_sex
