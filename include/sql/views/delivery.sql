-- A delivery and what it is now: accepted, rejected, held or superseded.
--
-- A held delivery becomes accepted or rejected by a person's word, and its held rows with it;
-- it is known from that word on, unless it is a backfill. An accepted delivery is superseded
-- when a later one of the same extract and period is accepted, and for a snapshot
-- (plan, placering, plats) also when one of a newer period is.
with judged as not materialized (
    select
        delivery_record.municipality_code,
        delivery_record.delivery_id,
        delivery_record.extract,
        delivery_record.period,
        delivery_record.sha256,
        delivery_record.ordinal,
        delivery_record.columns_present,
        delivery_record.rows_received,
        delivery_record.rows_accepted,
        delivery_record.rows_quarantined,
        delivery_record.rows_rejected,
        delivery_record.rows_held,
        delivery_record.rows_repeated,
        delivery_record.reason,
        delivery_record.is_backfill,
        delivery_record.received_at,
        delivery_record.known_at,
        delivery_approval.approved_by,
        delivery_approval.approved_at,
        case
            when delivery_record.status <> 'held' then delivery_record.status
            when delivery_approval.approved is true then 'accepted'
            when delivery_approval.approved is false then 'rejected'
            else 'held'
        end as judgement,
        case
            when delivery_record.status = 'held' then delivery_approval.approved
        end as approved
    from delivery_record
    left join delivery_approval
        on
            delivery_record.municipality_code = delivery_approval.municipality_code
            and delivery_record.delivery_id = delivery_approval.delivery_id
)

select
    judged.municipality_code,
    judged.delivery_id,
    judged.extract,
    judged.period,
    judged.sha256,
    judged.ordinal,
    judged.columns_present,
    judged.rows_received,
    case
        when judged.approved is true then judged.rows_accepted + judged.rows_held
        else judged.rows_accepted
    end as rows_accepted,
    judged.rows_quarantined,
    case
        when judged.approved is false then judged.rows_rejected + judged.rows_held
        else judged.rows_rejected
    end as rows_rejected,
    case when judged.approved is null then judged.rows_held else 0 end as rows_held,
    judged.rows_repeated,
    case
        when judged.judgement = 'accepted' and exists (
            select 1
            from judged as later
            where
                later.municipality_code = judged.municipality_code
                and later.extract = judged.extract
                and later.period = judged.period
                and later.judgement = 'accepted'
                and (later.received_at, later.known_at, later.ordinal, later.delivery_id)
                > (judged.received_at, judged.known_at, judged.ordinal, judged.delivery_id)
        ) then 'superseded'
        when
            judged.judgement = 'accepted'
            and judged.extract in ('plan', 'placering', 'plats')
            and exists (
                select 1
                from judged as later
                where
                    later.municipality_code = judged.municipality_code
                    and later.extract = judged.extract
                    and later.period > judged.period
                    and later.judgement = 'accepted'
            ) then 'superseded'
        else judged.judgement
    end as status,
    judged.reason,
    judged.is_backfill,
    judged.received_at,
    case
        when judged.approved is true and judged.is_backfill is not true
            then judged.approved_at
        else judged.known_at
    end as known_at,
    judged.approved_by,
    judged.approved_at
from judged
