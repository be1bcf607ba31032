-- title: Hushåll med ekonomiskt bistånd
-- definition: Hushåll som har beviljats bistånd helt eller delvis för månaden och fått mer än 0
--   kronor. Ett par är ett hushåll. Månaden är den som biståndet gäller, inte den då det
--   betalades ut.
-- grain: municipality
-- grain_text: Kommunen, den senaste hela biståndsmånaden.
-- unit: antal
-- rule: numerator
-- direction: down
-- guard: count
-- theme: assistance
-- order: 10
-- requirement: L5, A8
-- parameters: municipality_code, close_id, aid_month
-- months: bistand 0
-- sentence: {value} hushåll fick ekonomiskt bistånd för {month}.
select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    count(distinct household_month.household_id) as numerator,
    null as denominator
from household_month
inner join metric_close_delivery as pinned
    on
        household_month.municipality_code = pinned.municipality_code
        and household_month.delivery_id = pinned.delivery_id
where
    pinned.municipality_code = :municipality_code
    and pinned.close_id = :close_id
    and household_month.aid_month = :aid_month
    and household_month.is_assisted
