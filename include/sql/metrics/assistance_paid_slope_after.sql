-- title: Trend för utbetalt bistånd sedan programmet började
-- definition: Hur mycket bistånd per månad ändrades för varje månad från och med programmets
--   första dag: lutningen på den räta linje som ligger närmast månadernas belopp. Minst tre
--   levererade månader krävs. Det beskriver en trend och säger inget om orsaken.
-- grain: programme
-- grain_text: Varje program med en första dag, alla levererade hela månader från och med den.
-- unit: kr per månad
-- rule: quotient
-- direction: down
-- guard: basis
-- theme: assistance
-- order: 140
-- requirement: V11, V8
-- parameters: municipality_code, close_id, aid_month
-- months: bistand 0
-- absent: ej tillämpligt: inget program har en första dag
-- empty: data saknas: minst tre månader från och med programmets början
with point as (
    select
        close_programme.programme_id,
        month_summary.month_number as x,
        month_summary.assistance_sek as y,
        month_summary.households_count
    from close_programme
    inner join calendar_day
        on
            close_programme.municipality_code = calendar_day.municipality_code
            and close_programme.open_from = calendar_day.calendar_date
    inner join month_summary
        on
            close_programme.municipality_code = month_summary.municipality_code
            and month_summary.month_number >= calendar_day.month_number
    inner join metric_close_delivery as pinned
        on
            month_summary.municipality_code = pinned.municipality_code
            and month_summary.delivery_id = pinned.delivery_id
    where
        close_programme.municipality_code = :municipality_code
        and close_programme.close_id = :close_id
        and pinned.close_id = :close_id
        and month_summary.aid_month <= :aid_month
)

select
    close_programme.programme_id,
    '' as dimension,
    '' as dimension_value,
    case
        when count(point.x) >= 3
            then count(*) * sum(point.x * point.y) - sum(point.x) * sum(point.y)
    end as numerator,
    case
        when count(point.x) >= 3
            then count(*) * sum(point.x * point.x) - sum(point.x) * sum(point.x)
    end as denominator,
    min(point.households_count) as basis_count
from close_programme
left join point on close_programme.programme_id = point.programme_id
where
    close_programme.municipality_code = :municipality_code
    and close_programme.close_id = :close_id
    and close_programme.open_from is not null
group by close_programme.programme_id
