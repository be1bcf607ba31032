-- title: Ledtid till erbjudande, förändring
-- definition: Ledtidens median minus den median som kommunen själv har angett för tiden innan, i
--   dygn. Ett negativt tal är en kortare ledtid. Hur medianen räknas står under Ledtid till
--   erbjudande, median.
-- grain: programme
-- grain_text: Program som vänder sig till sökande, ansökningar under 28 dagar.
-- unit: dagar
-- rule: difference
-- direction: down
-- guard: basis
-- theme: promises
-- order: 55
-- requirement: L1, V12
-- parameters: municipality_code, close_id, base_lead_time_days, week_end_minus_28_days_at,
--   week_end_at
-- absent: ej tillämpligt: inget program vänder sig till sökande
-- empty: ej mogen: för många väntar ännu på ett erbjudande
-- beside: väntar ännu
with applied as (
    select
        programme_id,
        lead_days,
        row_number() over (
            partition by programme_id
            order by
                case when lead_days is null then 1 else 0 end,
                lead_days,
                application_ref,
                person_id
        ) as place,
        count(*) over (partition by programme_id) as applications
    from application_clock
    where
        municipality_code = :municipality_code
        and close_id = :close_id
        and applied_at >= :week_end_minus_28_days_at
        and applied_at < :week_end_at
        and is_excepted is not true
        and is_screened_out is false
)

select
    close_programme.programme_id,
    '' as dimension,
    '' as dimension_value,
    min(case when applied.place * 2 >= applied.applications * 1 then applied.lead_days end)
        as numerator,
    max(cast(:base_lead_time_days as double precision)) as denominator,
    count(applied.place) as basis_count,
    count(applied.place) - count(applied.lead_days) as beside_count,
    case when count(applied.place) = 0 then 'inga ansökningar under perioden' end as note
from close_programme
left join applied on close_programme.programme_id = applied.programme_id
where
    close_programme.municipality_code = :municipality_code
    and close_programme.close_id = :close_id
    and close_programme.population <> 'recipients'
group by close_programme.programme_id
