-- Deliveries that came during the week, and the newest of each extract that the close rests on.
-- Parameters: municipality_code, close_id, week_start_at, known_at.
with pinned_delivery as (
    select
        delivery.delivery_id,
        row_number() over (
            partition by delivery.extract
            order by delivery.period desc
        ) as newest_first
    from delivery
    inner join metric_close_delivery as pinned
        on
            delivery.municipality_code = pinned.municipality_code
            and delivery.delivery_id = pinned.delivery_id
    where pinned.municipality_code = :municipality_code and pinned.close_id = :close_id
)

select
    delivery.delivery_id,
    delivery.extract,
    delivery.period,
    delivery.status,
    delivery.reason,
    delivery.received_at,
    delivery.rows_received,
    delivery.rows_accepted,
    delivery.rows_quarantined,
    delivery.rows_rejected,
    delivery.rows_held,
    delivery.rows_repeated,
    case when pinned_delivery.delivery_id is null then 0 else 1 end as used
from delivery
left join pinned_delivery on delivery.delivery_id = pinned_delivery.delivery_id
where
    delivery.municipality_code = :municipality_code
    and (
        (delivery.received_at >= :week_start_at and delivery.received_at <= :known_at)
        or pinned_delivery.newest_first = 1
    )
order by delivery.extract, delivery.period, delivery.received_at, delivery.delivery_id
