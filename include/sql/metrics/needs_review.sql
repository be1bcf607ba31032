-- title: Behöver granskas
-- definition: Personer för vilka minst en uppgift som programmet kräver är okänd, och inget känt
--   villkor brister. De granskas av en handläggare; det som är okänt är aldrig ett nej.
-- grain: programme
-- grain_text: Varje program; därtill per kön.
-- unit: antal
-- rule: numerator
-- direction: none
-- guard: count
-- theme: screening
-- order: 30
-- requirement: K6, K17, A3
-- parameters: municipality_code, close_id, run_id, known_at
-- siblings: outcomes
with answered as (
    select
        screening_result.programme_id,
        screening_result.person_id,
        case when person.is_protected is false then person.sex_code end as shown_sex
    from screening_result
    left join known_person as person
        on
            screening_result.municipality_code = person.municipality_code
            and screening_result.person_id = person.person_id
            and person.known_from <= :known_at
            and person.known_until > :known_at
    where
        screening_result.municipality_code = :municipality_code
        and screening_result.run_id = :run_id
        and screening_result.outcome = 'needs_review'
)

select
    close_programme.programme_id,
    '' as dimension,
    '' as dimension_value,
    count(answered.person_id) as numerator,
    null as denominator
from close_programme
left join answered on close_programme.programme_id = answered.programme_id
where
    close_programme.municipality_code = :municipality_code
    and close_programme.close_id = :close_id
group by close_programme.programme_id
union all
select
    programme_id,
    'kon',
    case shown_sex when '2' then 'kvinna' else 'man' end,
    count(*),
    null
from answered
where shown_sex is not null
group by programme_id, shown_sex
