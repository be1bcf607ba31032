-- title: Andel planer med inriktning studier
-- definition: Av de planer som gällde veckans sista dag och har en inriktning: andelen mot
--   studier eller sfi.
-- grain: municipality
-- grain_text: Kommunen, veckans sista dag; därtill per kön.
-- unit: andel
-- rule: quotient
-- direction: none
-- guard: share
-- theme: participation
-- order: 100
-- requirement: L9
-- parameters: municipality_code, close_id, last_day, known_at
-- needs: plan
-- empty: inga gällande planer med inriktning
with active as (
    select
        case when person.is_protected is false then person.sex_code end as shown_sex,
        case when plan.track in ('studier', 'sfi') then 1 else 0 end as is_study
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
        and plan.track is not null
        and plan.drawn_up_date <= :last_day
        and (plan.closed_date is null or plan.closed_date > :last_day)
        and (plan.follow_up_date is null or plan.follow_up_date >= :last_day)
)

select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    coalesce(sum(is_study), 0) as numerator,
    count(*) as denominator
from active
union all
select
    '',
    'kon',
    case shown_sex when '2' then 'kvinna' else 'man' end,
    sum(is_study),
    count(*)
from active
where shown_sex is not null
group by shown_sex
