-- title: Andel med kartlagd kompetens
-- definition: Av personer med en plan som gällde veckans sista dag: andelen där minst en
--   kompetens är kartlagd. En person med flera planer räknas en gång.
-- grain: municipality
-- grain_text: Kommunen, veckans sista dag; därtill per kön.
-- unit: andel
-- rule: quotient
-- direction: up
-- guard: share
-- theme: participation
-- order: 110
-- requirement: V6, L16
-- parameters: municipality_code, close_id, last_day, known_at
-- needs: plan
-- empty: inga gällande planer
with planned as (
    select
        plan.person_id,
        case when person.is_protected is false then person.sex_code end as shown_sex,
        max(case when plan.competences_count > 0 then 1 else 0 end) as is_mapped
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
        and plan.drawn_up_date <= :last_day
        and (plan.closed_date is null or plan.closed_date > :last_day)
        and (plan.follow_up_date is null or plan.follow_up_date >= :last_day)
    group by plan.person_id, person.is_protected, person.sex_code
)

select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    coalesce(sum(is_mapped), 0) as numerator,
    count(*) as denominator
from planned
union all
select
    '',
    'kon',
    case shown_sex when '2' then 'kvinna' else 'man' end,
    sum(is_mapped),
    count(*)
from planned
where shown_sex is not null
group by shown_sex
