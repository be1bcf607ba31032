-- title: Utbetalt ekonomiskt bistånd, tolv månader
-- definition: Summan av bistånd för de tolv senaste hela biståndsmånaderna, i hela kronor. Alla
--   tolv månader måste vara levererade.
-- grain: municipality
-- grain_text: Kommunen, tolv månader till och med den senaste hela biståndsmånaden.
-- unit: kr
-- rule: numerator
-- direction: down
-- guard: basis
-- theme: assistance
-- order: 60
-- requirement: A10
-- parameters: municipality_code, close_id, aid_month, aid_month_minus_11
-- months: bistand 0-11
select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    sum(month_summary.assistance_sek) as numerator,
    null as denominator,
    min(month_summary.households_count) as basis_count
from month_summary
inner join metric_close_delivery as pinned
    on
        month_summary.municipality_code = pinned.municipality_code
        and month_summary.delivery_id = pinned.delivery_id
where
    pinned.municipality_code = :municipality_code
    and pinned.close_id = :close_id
    and month_summary.aid_month between :aid_month_minus_11 and :aid_month
