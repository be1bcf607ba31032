-- title: Nya förslag till erbjudanden
-- definition: Erbjudanden som under veckan togs fram som förslag till en handläggare. Ett förslag
--   är inte lämnat till någon. Ett andra erbjudande till samma person räknas för sig.
-- grain: programme
-- grain_text: Varje program, under veckan; därtill per kön.
-- unit: antal
-- rule: numerator
-- direction: none
-- guard: count
-- theme: screening
-- order: 50
-- requirement: A11, K7
-- parameters: municipality_code, close_id, week_start_at, week_end_at, known_at
-- sentence: {value} förslag till erbjudanden togs fram under veckan.
with counted as (
    select distinct
        offer_event.programme_id,
        offer_event.offer_id,
        case when person.is_protected is false then person.sex_code end as shown_sex
    from offer_event
    left join known_person as person
        on
            offer_event.municipality_code = person.municipality_code
            and offer_event.person_id = person.person_id
            and person.known_from <= :known_at
            and person.known_until > :known_at
    where
        offer_event.municipality_code = :municipality_code
        and offer_event.event = 'drafted'
        and offer_event.at >= :week_start_at
        and offer_event.at < :week_end_at
        and offer_event.recorded_at <= :known_at
)

select
    close_programme.programme_id,
    '' as dimension,
    '' as dimension_value,
    count(counted.offer_id) as numerator,
    null as denominator
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
    count(*),
    null
from counted
where shown_sex is not null
group by programme_id, shown_sex
