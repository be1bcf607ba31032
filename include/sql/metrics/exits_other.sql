-- title: Övriga avslut
-- definition: Personer vars bistånd avslutades under månaden av annan orsak än arbete utan stöd
--   eller studier: arbete med stöd, Arbetsförmedlingens program, annan ersättning, flytt,
--   dödsfall och annat. Det är inte egen försörjning. För ett program: placeringar som slutade
--   så.
-- grain: both
-- grain_text: Kommunen (avslutat bistånd) och varje program (avslutade placeringar), den senaste
--   hela månaden; därtill per kön.
-- unit: antal
-- rule: numerator
-- direction: none
-- guard: count
-- theme: exits
-- order: 30
-- requirement: A7, L14
-- parameters: municipality_code, close_id, aid_month, aid_month_plus_1, known_at
-- months: avslut 0
-- siblings: exits
with left_assistance as (
    select distinct
        aid_exit.person_id,
        case when person.is_protected is false then person.sex_code end as shown_sex
    from aid_exit
    inner join metric_close_delivery as pinned
        on
            aid_exit.municipality_code = pinned.municipality_code
            and aid_exit.delivery_id = pinned.delivery_id
    left join known_person as person
        on
            aid_exit.municipality_code = person.municipality_code
            and aid_exit.person_id = person.person_id
            and person.known_from <= :known_at
            and person.known_until > :known_at
    where
        pinned.municipality_code = :municipality_code
        and pinned.close_id = :close_id
        and aid_exit.aid_month = :aid_month
        and aid_exit.exit_reason not in ('arbete', 'studier')
),

left_programme as (
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
        and placement.actual_end_date >= :aid_month
        and placement.actual_end_date < :aid_month_plus_1
        and placement.exit_reason not in ('arbete', 'studier')
)

select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    count(*) as numerator,
    null as denominator
from left_assistance
union all
select
    '',
    'kon',
    case shown_sex when '2' then 'kvinna' else 'man' end,
    count(*),
    null
from left_assistance
where shown_sex is not null
group by shown_sex
union all
select
    close_programme.programme_id,
    '',
    '',
    count(left_programme.placement_id),
    null
from close_programme
left join left_programme on close_programme.programme_id = left_programme.programme_id
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
from left_programme
where shown_sex is not null
group by programme_id, shown_sex
