-- title: Andel föräldrar som har fått ett erbjudande
-- definition: Av personer som uppfyller programmets villkor och vars hushåll har barn under 18 år
--   den senaste hela månaden: andelen som har fått ett erbjudande i programmet lämnat. Två
--   föräldrar i samma hushåll är två personer.
-- grain: programme
-- grain_text: Varje program, veckans senaste urval; därtill per kön.
-- unit: andel
-- rule: quotient
-- direction: up
-- guard: share
-- theme: screening
-- order: 80
-- requirement: L13
-- parameters: municipality_code, close_id, run_id, known_at, aid_month_delivery_id
-- months: bistand 0
-- empty: inga föräldrar uppfyller villkoren
with parent as (
    select distinct person_month.person_id
    from person_month
    inner join household_month
        on
            person_month.municipality_code = household_month.municipality_code
            and person_month.delivery_id = household_month.delivery_id
            and person_month.household_id = household_month.household_id
    where
        person_month.municipality_code = :municipality_code
        and person_month.delivery_id = :aid_month_delivery_id
        and person_month.household_role in ('1', '2')
        and household_month.children_count > 0
),

offered as (
    select distinct
        programme_id,
        person_id
    from offer_event
    where
        municipality_code = :municipality_code
        and event = 'released'
        and recorded_at <= :known_at
),

counted as (
    select
        screening_result.programme_id,
        case when person.is_protected is false then person.sex_code end as shown_sex,
        case when offered.person_id is null then 0 else 1 end as is_offered
    from screening_result
    inner join parent on screening_result.person_id = parent.person_id
    left join offered
        on
            screening_result.programme_id = offered.programme_id
            and screening_result.person_id = offered.person_id
    left join known_person as person
        on
            screening_result.municipality_code = person.municipality_code
            and screening_result.person_id = person.person_id
            and person.known_from <= :known_at
            and person.known_until > :known_at
    where
        screening_result.municipality_code = :municipality_code
        and screening_result.run_id = :run_id
        and screening_result.outcome = 'eligible'
)

select
    close_programme.programme_id,
    '' as dimension,
    '' as dimension_value,
    coalesce(sum(counted.is_offered), 0) as numerator,
    count(counted.programme_id) as denominator
from close_programme
left join counted on close_programme.programme_id = counted.programme_id
where
    close_programme.municipality_code = :municipality_code
    and close_programme.close_id = :close_id
group by close_programme.programme_id
union all
select
    programme_id,
    'kon',
    case shown_sex when '2' then 'kvinna' else 'man' end,
    sum(is_offered),
    count(*)
from counted
where shown_sex is not null
group by programme_id, shown_sex
