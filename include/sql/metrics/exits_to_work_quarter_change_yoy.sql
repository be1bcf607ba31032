-- title: Avslut till arbete under kvartalet, mot ett år före
-- definition: Avslut till arbete utan stöd under det senaste hela kvartalet, minus avslut under
--   samma kvartal året före, så att årstiden inte spelar in. Det är den jämförelse som gäller i
--   första hand. Den som avslutas i två månader räknas två gånger.
-- grain: municipality
-- grain_text: Kommunen, det senaste hela kvartalet mot samma kvartal året före.
-- unit: antal
-- rule: difference
-- direction: up
-- guard: sides
-- theme: exits
-- order: 13
-- requirement: T9, V7
-- parameters: municipality_code, close_id, quarter_name, quarter_start, quarter_start_plus_1,
--   quarter_start_plus_2, quarter_start_minus_12, quarter_start_minus_11, quarter_start_minus_10
-- needs: avslut, bistand
-- sums: exits_to_work 0-4 12-16
with to_work as (
    select
        aid_exit.person_id,
        aid_exit.aid_month
    from aid_exit
    inner join metric_close_delivery as pinned
        on
            aid_exit.municipality_code = pinned.municipality_code
            and aid_exit.delivery_id = pinned.delivery_id
    where
        pinned.municipality_code = :municipality_code
        and pinned.close_id = :close_id
        and aid_exit.aid_month between :quarter_start_minus_12 and :quarter_start_plus_2
        and aid_exit.exit_reason = 'arbete'
    group by aid_exit.person_id, aid_exit.aid_month
),

month_count as (
    select
        aid_month,
        count(*) as persons
    from to_work
    group by aid_month
),

counted as (
    select
        sum(case when aid_month >= :quarter_start then persons else 0 end) as lately,
        sum(case when aid_month <= :quarter_start_minus_10 then persons else 0 end) as earlier,
        -- A month's few could be had from the quarter less the other two.
        min(
            case
                when aid_month >= :quarter_start or aid_month <= :quarter_start_minus_10
                    then persons
            end
        ) as fewest
    from month_count
),

delivered as (
    select count(distinct calendar_day.calendar_date) as months
    from calendar_day
    inner join delivery_record
        on
            calendar_day.municipality_code = delivery_record.municipality_code
            and cast(calendar_day.month_number / 12 as text)
            || substr(cast(101 + calendar_day.month_number % 12 as text), 2, 2)
            = delivery_record.period
            and delivery_record.extract = 'avslut'
    inner join metric_close_delivery as pinned
        on
            delivery_record.municipality_code = pinned.municipality_code
            and delivery_record.delivery_id = pinned.delivery_id
    where
        pinned.municipality_code = :municipality_code
        and pinned.close_id = :close_id
        and calendar_day.calendar_date in (
            :quarter_start_minus_12,
            :quarter_start_minus_11,
            :quarter_start_minus_10,
            :quarter_start,
            :quarter_start_plus_1,
            :quarter_start_plus_2
        )
)

select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    case when delivered.months = 6 then coalesce(counted.lately, 0) end as numerator,
    case when delivered.months = 6 then coalesce(counted.earlier, 0) end as denominator,
    counted.fewest as basis_count,
    case
        when delivered.months = 6 then cast(:quarter_name as text) || ' mot samma kvartal året före'
        else 'data saknas: avslut för alla månader i båda kvartalen'
    end as note
from delivered
cross join counted
