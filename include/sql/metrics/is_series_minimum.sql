-- title: Lägsta antal hushåll i serien
-- definition: Ja (1) om ingen levererad månad före den senaste hela har färre hushåll med
--   bistånd, annars nej (0). Lika få räknas som lägst. Nämnaren är hur många månader serien har;
--   en kort serie säger lite.
-- grain: municipality
-- grain_text: Kommunen, alla levererade månader till och med den senaste hela.
-- unit: ja/nej
-- rule: numerator
-- direction: up
-- guard: basis
-- theme: assistance
-- order: 80
-- requirement: L7, L15
-- parameters: municipality_code, close_id, aid_month
-- months: bistand 0
select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    case
        when
            sum(
                case
                    when month_summary.aid_month = :aid_month
                        then month_summary.households_count
                end
            ) <= min(month_summary.households_count)
            then 1
        else 0
    end as numerator,
    count(*) as denominator,
    min(month_summary.households_count) as basis_count
from month_summary
inner join metric_close_delivery as pinned
    on
        month_summary.municipality_code = pinned.municipality_code
        and month_summary.delivery_id = pinned.delivery_id
where
    pinned.municipality_code = :municipality_code
    and pinned.close_id = :close_id
    and month_summary.aid_month <= :aid_month
