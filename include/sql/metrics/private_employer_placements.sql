-- title: Pågående placeringar hos privata arbetsgivare
-- definition: Placeringar som pågick veckans sista dag hos en privat arbetsgivare. Saknas uppgift
--   om arbetsgivaren räknas placeringen inte hit.
-- grain: programme
-- grain_text: Varje program, veckans sista dag; därtill per kön.
-- unit: antal
-- rule: numerator
-- direction: up
-- guard: count
-- theme: participation
-- order: 40
-- requirement: T12, L16
-- parameters: municipality_code, close_id, last_day, known_at
-- needs: placering
-- part_of: placements_active
with placed as (
    select
        placement.programme_id,
        placement.placement_id,
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
        and placement.employer_type = 'privat'
)

select
    close_programme.programme_id,
    '' as dimension,
    '' as dimension_value,
    count(placed.placement_id) as numerator,
    null as denominator
from close_programme
left join placed on close_programme.programme_id = placed.programme_id
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
from placed
where shown_sex is not null
group by programme_id, shown_sex
