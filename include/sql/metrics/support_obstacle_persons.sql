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
-- parameters: municipality_code, close_id, aid_month
-- months: bistand 0
with obstacle as (
    select
        month_obstacle.obstacle_group,
        month_obstacle.persons_count
    from month_obstacle
    inner join metric_close_delivery as pinned
        on
            month_obstacle.municipality_code = pinned.municipality_code
            and month_obstacle.delivery_id = pinned.delivery_id
    where
        pinned.municipality_code = :municipality_code
        and pinned.close_id = :close_id
        and month_obstacle.aid_month = :aid_month
)

select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    count(distinct person_month.person_id) as numerator,
    null as denominator
from person_month
inner join metric_close_delivery as pinned
    on
        person_month.municipality_code = pinned.municipality_code
        and person_month.delivery_id = pinned.delivery_id
where
    pinned.municipality_code = :municipality_code
    and pinned.close_id = :close_id
    and person_month.aid_month = :aid_month
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
