-- title: Lediga platser
-- definition: Programmets platser, minus pågående placeringar veckans sista dag och minus
--   erbjudanden som är framtagna men varken tackats nej till, besvarats för sent, återtagits
--   eller lett till en placering. Ett minustal betyder att fler deltar eller är erbjudna än det
--   finns platser. Den som uppfyller villkoren men inte ryms väntar i kö och räknas inte här.
-- grain: programme
-- grain_text: Program med ett beslutat antal platser, veckans sista dag.
-- unit: antal
-- rule: numerator
-- direction: none
-- guard: remainder
-- theme: participation
-- order: 50
-- requirement: A11
-- parameters: municipality_code, close_id, last_day, known_at
-- needs: placering
-- absent: ej tillämpligt: inget program har ett beslutat antal platser
-- sentence: {value} av {denominator} platser är lediga.
with active as (
    select
        placement.programme_id,
        count(*) as placements
    from placement
    inner join metric_close_delivery as pinned
        on
            placement.municipality_code = pinned.municipality_code
            and placement.delivery_id = pinned.delivery_id
    where
        pinned.municipality_code = :municipality_code
        and pinned.close_id = :close_id
        and placement.start_date <= :last_day
        and (placement.actual_end_date is null or placement.actual_end_date >= :last_day)
    group by placement.programme_id
),

known_offer as (
    select
        programme_id,
        offer_id,
        max(
            case
                when event in ('declined', 'no_reply', 'placed', 'withdrawn') then 1
                else 0
            end
        ) as is_ended
    from offer_event
    where municipality_code = :municipality_code and recorded_at <= :known_at
    group by programme_id, offer_id
),

open_offer as (
    select
        programme_id,
        count(*) as offers
    from known_offer
    where is_ended = 0
    group by programme_id
)

select
    close_programme.programme_id,
    '' as dimension,
    '' as dimension_value,
    close_programme.capacity
    - coalesce(active.placements, 0)
    - coalesce(open_offer.offers, 0) as numerator,
    close_programme.capacity as denominator
from close_programme
left join active on close_programme.programme_id = active.programme_id
left join open_offer on close_programme.programme_id = open_offer.programme_id
where
    close_programme.municipality_code = :municipality_code
    and close_programme.close_id = :close_id
    and close_programme.capacity is not null
