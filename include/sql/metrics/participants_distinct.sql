-- title: Deltagare
-- definition: Personer med minst en pågående placering veckans sista dag. I kommunens rad räknas
--   den som deltar i två program en gång.
-- grain: both
-- grain_text: Kommunen och varje program, veckans sista dag; därtill per kön.
-- unit: antal
-- rule: numerator
-- direction: up
-- guard: count
-- theme: participation
-- order: 10
-- requirement: A18, A11
-- parameters: municipality_code, close_id, last_day, known_at
-- needs: placering
-- part_of: placements_active
-- sentence: {value} personer deltar.
with taking_part as (
    select distinct
        placement.programme_id,
        placement.person_id,
        case when person.is_protected is false then person.sex_code end as shown_sex
    from placement
    inner join metric_close_delivery as pinned
        on
            placement.municipality_code = pinned.municipality_code
            and placement.delivery_id = pinned.delivery_id
    left join known_person as person
        on
            placement.municipality_code = person.municipality_code
            and placement.person_id = person.person_id
            and person.known_from <= :known_at
            and person.known_until > :known_at
    where
        pinned.municipality_code = :municipality_code
        and pinned.close_id = :close_id
        and placement.start_date <= :last_day
        and (placement.actual_end_date is null or placement.actual_end_date >= :last_day)
)

select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    count(distinct person_id) as numerator,
    null as denominator
from taking_part
union all
select
    '',
    'kon',
    case shown_sex when '2' then 'kvinna' else 'man' end,
    count(distinct person_id),
    null
from taking_part
where shown_sex is not null
group by shown_sex
union all
select
    close_programme.programme_id,
    '',
    '',
    count(taking_part.person_id),
    null
from close_programme
left join taking_part on close_programme.programme_id = taking_part.programme_id
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
from taking_part
where shown_sex is not null
group by programme_id, shown_sex
