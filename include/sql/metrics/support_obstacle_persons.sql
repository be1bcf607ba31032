-- title: Vuxna efter försörjningshinder
-- definition: Vuxna i månadens underlag, och hur många av dem som har försörjningshinder av varje
--   grupp. En benämning som kommunen inte har sorterat in i en grupp står som osorterad. Den som
--   har olika hinder i två hushåll räknas i båda grupperna. Personer med skyddade personuppgifter
--   räknas bara i totalen. Uppgiften finns bara som antal, aldrig för en enskild person.
-- grain: municipality
-- grain_text: Kommunen, den senaste hela biståndsmånaden; därtill per grupp av
--   försörjningshinder.
-- unit: antal
-- rule: numerator
-- direction: none
-- guard: count
-- theme: assistance
-- order: 120
-- requirement: A16, K17
-- parameters: municipality_code, aid_month_delivery_id
-- months: bistand 0
with obstacle as (
    select
        month_obstacle.obstacle_group,
        month_obstacle.persons_count
    from month_obstacle
    where
        month_obstacle.municipality_code = :municipality_code
        and month_obstacle.delivery_id = :aid_month_delivery_id
)

select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    count(distinct person_month.person_id) as numerator,
    null as denominator
from person_month
where
    person_month.municipality_code = :municipality_code
    and person_month.delivery_id = :aid_month_delivery_id
    and person_month.household_role in ('1', '2')
union all
select
    '',
    'forsorjningshinder',
    obstacle_group,
    sum(persons_count),
    null
from obstacle
group by obstacle_group
