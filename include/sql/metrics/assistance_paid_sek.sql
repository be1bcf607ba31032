-- title: Utbetalt ekonomiskt bistånd
-- definition: Allt ekonomiskt bistånd för månaden till de hushåll som fick bistånd, i hela
--   kronor. Månaden är den som biståndet gäller, inte den då det betalades ut.
-- grain: municipality
-- grain_text: Kommunen, den senaste hela biståndsmånaden.
-- unit: kr
-- rule: numerator
-- direction: down
-- guard: basis
-- theme: assistance
-- order: 40
-- requirement: A10, V9
-- parameters: municipality_code, close_id, aid_month
-- months: bistand 0
-- sentence: {value} betalades ut i ekonomiskt bistånd för {month}.
select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    coalesce(sum(household_month.assistance_sek), 0) as numerator,
    null as denominator,
    count(distinct household_month.household_id) as basis_count
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
