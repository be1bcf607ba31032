-- title: Avslut till arbete jämfört med basåret
-- definition: Personer vars bistånd avslutades till arbete utan stöd under de tolv senaste hela
--   månaderna, delat med antalet under kommunens basår. Två betyder en fördubbling. Alla tolv
--   månader av båda perioderna måste vara levererade. Var basårets antal noll finns ingen kvot.
-- grain: municipality
-- grain_text: Kommunen, tolv månader mot basåret.
-- unit: kvot
-- rule: quotient
-- direction: up
-- guard: sides
-- theme: exits
-- order: 40
-- requirement: V4
-- parameters: municipality_code, close_id, aid_month, aid_month_minus_11, base_year
-- months: avslut 0-11
-- empty: ej beräknad: inga avslut till arbete under basåret
-- sentence: {numerator} gick till arbete på tolv månader, mot {denominator} under basåret.
-- sums: exits_to_work 0-11
with delivered as (
    select count(distinct delivery.period) as months
    from delivery
    inner join metric_close_delivery as pinned
        on
            delivery.municipality_code = pinned.municipality_code
            and delivery.delivery_id = pinned.delivery_id
    where
        pinned.municipality_code = :municipality_code
        and pinned.close_id = :close_id
        and delivery.extract = 'avslut'
        and substr(delivery.period, 1, 4) = cast(:base_year as text)
),

to_work as (
    select
        aid_exit.person_id,
        aid_exit.aid_month,
        calendar_day.month_number / 12 as year
    from aid_exit
    inner join metric_close_delivery as pinned
        on
            aid_exit.municipality_code = pinned.municipality_code
            and aid_exit.delivery_id = pinned.delivery_id
    inner join calendar_day
        on
            aid_exit.municipality_code = calendar_day.municipality_code
            and aid_exit.aid_month = calendar_day.calendar_date
    where
        pinned.municipality_code = :municipality_code
        and pinned.close_id = :close_id
        and aid_exit.exit_reason = 'arbete'
    group by aid_exit.person_id, aid_exit.aid_month, calendar_day.month_number
),

month_count as (
    select
        aid_month,
        year,
        count(*) as persons
    from to_work
    group by aid_month, year
),

counted as (
    select
        sum(case when aid_month between :aid_month_minus_11 and :aid_month then persons else 0 end)
            as lately,
        sum(case when year = :base_year then persons else 0 end) as base,
        -- A month's few could be had from two weeks' twelve months.
        min(
            case when aid_month between :aid_month_minus_11 and :aid_month then persons end
        ) as fewest
    from month_count
)

select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    case when delivered.months = 12 then coalesce(counted.lately, 0) end as numerator,
    case when delivered.months = 12 then coalesce(counted.base, 0) end as denominator,
    counted.fewest as basis_count,
    case
        when delivered.months < 12
            then 'data saknas: avslut för hela basåret ' || cast(:base_year as text)
    end as note
from delivered
cross join counted
