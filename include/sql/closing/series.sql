-- The aid months that a close rests on, oldest first. Parameters: municipality_code, close_id,
-- aid_month.
select
    month_summary.aid_month,
    month_summary.month_number,
    month_summary.households_count,
    month_summary.assistance_sek,
    delivery.known_at
from month_summary
inner join metric_close_delivery as pinned
    on
        month_summary.municipality_code = pinned.municipality_code
        and month_summary.delivery_id = pinned.delivery_id
inner join delivery
    on
        month_summary.municipality_code = delivery.municipality_code
        and month_summary.delivery_id = delivery.delivery_id
where
    pinned.municipality_code = :municipality_code
    and pinned.close_id = :close_id
    and month_summary.aid_month <= :aid_month
order by month_summary.aid_month
