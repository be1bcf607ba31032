-- title: Ledtid till erbjudande, median
-- definition: Så många dygn tog det från ansökan till lämnat erbjudande eller anvisning för
--   hälften av dem som sökte under de senaste 28 dagarna. Den som ännu väntar räknas med, som
--   längre än alla som har fått; väntar för många går talet inte att ange. Den som har ett
--   angivet undantag, eller som enligt urvalet inte uppfyller villkoren, räknas inte. Talet är
--   ett uppmätt värde, ingen interpolation. Nämnaren är antalet ansökningar.
-- grain: programme
-- grain_text: Program som vänder sig till sökande, ansökningar under 28 dagar.
-- unit: dagar
-- rule: numerator
-- direction: down
-- guard: basis
-- theme: promises
-- order: 50
-- requirement: L1, V12, T11, T3
-- parameters: municipality_code, close_id, week_end_minus_28_days_at, week_end_at
-- absent: ej tillämpligt: inget program vänder sig till sökande
-- empty: ej mogen: för många väntar ännu på ett erbjudande
-- beside: väntar ännu
-- sentence: Hälften väntade {value} eller kortare på sitt erbjudande.
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
    count(applied.place) as denominator,
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
