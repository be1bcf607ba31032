-- title: Personer med ekonomiskt bistånd
-- definition: Personer, barn och vuxna, i hushåll som fick bistånd för månaden. Den som finns i
--   två hushåll räknas en gång. Personer med skyddade personuppgifter, och de som saknar uppgift
--   om kön, räknas bara i totalen.
-- grain: municipality
-- grain_text: Kommunen, den senaste hela biståndsmånaden; därtill per kön.
-- unit: antal
-- rule: numerator
-- direction: down
-- guard: count
-- theme: assistance
-- order: 30
-- requirement: A8, L5, X2
-- parameters: municipality_code, aid_month_delivery_id
-- months: bistand 0
with assisted as (
    select
        person_month.person_id,
        max(case when person_month.is_protected then 1 else 0 end) as is_protected,
        min(person_month.sex_code) as sex_code
    from person_month
    where
        person_month.municipality_code = :municipality_code
        and person_month.delivery_id = :aid_month_delivery_id
        and person_month.is_assisted
    group by person_month.person_id
)

select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    count(*) as numerator,
    null as denominator
from assisted
union all
select
    '',
    'kon',
    'kvinna',
    count(*),
    null
from assisted
where is_protected = 0 and sex_code = '2'
union all
select
    '',
    'kon',
    'man',
    count(*),
    null
from assisted
where is_protected = 0 and sex_code = '1'
