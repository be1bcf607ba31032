-- title: Förändring av utbetalt bistånd på ett år
-- definition: Bistånd för den senaste hela månaden, minus bistånd för samma månad året före, i
--   hela kronor per månad. Samma månad jämförs, så årstiden spelar inte in. Ändrade riktlinjer
--   och ny riksnorm spelar däremot in.
-- grain: municipality
-- grain_text: Kommunen, den senaste hela biståndsmånaden mot samma månad året före.
-- unit: kr
-- rule: difference
-- direction: down
-- guard: basis
-- theme: assistance
-- order: 50
-- requirement: L6, A10
-- parameters: municipality_code, close_id, aid_month, previous_year_month
-- months: bistand 0 12
-- sentence: Utbetalningen för {month} var {size} {higher_or_lower} än samma månad året före.
select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    sum(case when month_summary.aid_month = :aid_month then month_summary.assistance_sek end)
        as numerator,
    sum(
        case
            when month_summary.aid_month = :previous_year_month
                then month_summary.assistance_sek
        end
    ) as denominator,
    min(month_summary.households_count) as basis_count
from month_summary
inner join metric_close_delivery as pinned
    on
        month_summary.municipality_code = pinned.municipality_code
        and month_summary.delivery_id = pinned.delivery_id
where
    pinned.municipality_code = :municipality_code
    and pinned.close_id = :close_id
    and month_summary.aid_month in (:aid_month, :previous_year_month)
