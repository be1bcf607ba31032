-- An offer as it stands, from its events.
--
-- Withdrawn goes before placed, placed before an answer, the latest answer before what came
-- earlier in the offer's life. A reply after "no reply" counts. answer is accepted or
-- declined; an offer that nobody answered has none, and the status no_reply.
with offers as (
    select
        municipality_code,
        offer_id,
        programme_id,
        person_id,
        round,
        max(household_id) as household_id,
        coalesce(
            max(case when event = 'placed' then place_id end),
            max(case when event = 'released' then place_id end),
            max(case when event = 'planned' then place_id end),
            max(case when event = 'selected' then place_id end),
            max(place_id)
        ) as place_id,
        min(rank) as rank,
        min(source) as source,
        min(case when event = 'drafted' then at end) as drafted_at,
        max(due_at) as due_at,
        min(case when event = 'selected' then at end) as selected_at,
        min(case when event = 'selected' then by end) as selected_by,
        min(case when event = 'planned' then at end) as planned_at,
        min(case when event = 'released' then at end) as released_at,
        min(case when event = 'released' then by end) as released_by,
        coalesce(
            max(case when event = 'released' then reply_due_date end),
            max(reply_due_date)
        ) as reply_due_date,
        max(case when event = 'accepted' then at end) as accepted_at,
        max(case when event = 'declined' then at end) as declined_at,
        max(case when event = 'no_reply' then at end) as no_reply_at,
        max(case when event in ('accepted', 'declined') then at end) as answered_at,
        min(case when event = 'placed' then at end) as placed_at,
        min(case when event = 'withdrawn' then at end) as withdrawn_at,
        min(case when event = 'withdrawn' then reason end) as withdrawn_reason
    from offer_event
    group by municipality_code, offer_id, programme_id, person_id, round
)

select
    municipality_code,
    offer_id,
    programme_id,
    person_id,
    household_id,
    round,
    place_id,
    case
        when withdrawn_at is not null then 'withdrawn'
        when placed_at is not null then 'placed'
        when accepted_at = answered_at then 'accepted'
        when declined_at = answered_at then 'declined'
        when no_reply_at is not null then 'no_reply'
        when released_at is not null then 'released'
        when planned_at is not null then 'planned'
        when selected_at is not null then 'selected'
        else 'drafted'
    end as status,
    drafted_at,
    due_at,
    selected_at,
    selected_by,
    planned_at,
    released_at,
    released_by,
    reply_due_date,
    answered_at,
    case
        when accepted_at = answered_at then 'accepted'
        when declined_at = answered_at then 'declined'
    end as answer,
    placed_at,
    withdrawn_at,
    withdrawn_reason,
    rank,
    source
from offers
