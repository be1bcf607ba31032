-- What stops the clocks of recent applications: offers made outside stegvis, by the application
-- that they answer, and offers released here, by when they were drafted. Only what was known at
-- the close counts. Parameters: municipality_code, close_id, clock_start_at, known_at.
with outside as (
    select
        outside_offer.person_id,
        outside_offer.programme_id,
        outside_offer.application_ref,
        outside_offer.offered_at,
        row_number() over (
            partition by outside_offer.outside_offer_id
            order by outside_offer.period desc
        ) as newest_first
    from outside_offer
    inner join metric_close_delivery as pinned
        on
            outside_offer.municipality_code = pinned.municipality_code
            and outside_offer.delivery_id = pinned.delivery_id
    where pinned.municipality_code = :municipality_code and pinned.close_id = :close_id
),

released as (
    select
        person_id,
        programme_id,
        min(case when event = 'drafted' then at end) as drafted_at,
        min(case when event = 'released' then at end) as offered_at
    from offer_event
    where municipality_code = :municipality_code and recorded_at <= :known_at
    group by person_id, programme_id, offer_id
)

select
    person_id,
    programme_id,
    application_ref,
    null as drafted_at,
    offered_at
from outside
where
    newest_first = 1
    and application_ref is not null
    and offered_at >= :clock_start_at
    and offered_at <= :known_at
union all
select
    person_id,
    programme_id,
    null,
    drafted_at,
    offered_at
from released
where offered_at >= :clock_start_at and offered_at <= :known_at
