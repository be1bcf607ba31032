-- title: Förändring av hushåll med bistånd på ett år
-- definition: Hushåll med bistånd den senaste hela månaden, minus hushåll samma månad året före.
--   Hushåll, inte personer: ett par är ett hushåll. Samma månad jämförs, så årstiden spelar inte
--   in. Ändrade riktlinjer och ny riksnorm spelar däremot in.
-- grain: municipality
-- grain_text: Kommunen, den senaste hela biståndsmånaden mot samma månad året före.
-- unit: antal
-- rule: difference
-- direction: down
-- guard: sides
-- theme: assistance
-- order: 20
-- requirement: L5
-- parameters: municipality_code, close_id, aid_month, previous_year_month
-- months: bistand 0 12
-- sentence: {size} {more_or_less} hushåll med bistånd i {month} än samma månad året före.
select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    sum(case when month_summary.aid_month = :aid_month then month_summary.households_count end)
        as numerator,
    sum(
        case
            when month_summary.aid_month = :previous_year_month
                then month_summary.households_count
        end
    ) as denominator
from month_summary
inner join metric_close_delivery as pinned
    on
        month_summary.municipality_code = pinned.municipality_code
        and month_summary.delivery_id = pinned.delivery_id
where
    pinned.municipality_code = :municipality_code
    and pinned.close_id = :close_id
    and month_summary.aid_month in (:aid_month, :previous_year_month)
