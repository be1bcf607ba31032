-- title: Utbetalt bistånd sedan basmånaden
-- definition: Procentuell förändring av bistånd för den senaste hela månaden jämfört med den
--   basmånad som kommunen har valt. Talet avrundas inte: från 1 000 till 905 är −9,5 procent.
--   Jämförelsen är inte rensad från årstid; samma månad året före är det säkrare måttet.
-- grain: municipality
-- grain_text: Kommunen, den senaste hela biståndsmånaden mot kommunens basmånad.
-- unit: procent
-- rule: percent_change
-- direction: down
-- guard: basis
-- theme: assistance
-- order: 70
-- requirement: V5, V8
-- parameters: municipality_code, close_id, aid_month, base_month
-- months: bistand 0 base
-- empty: ej beräknad: inget bistånd betalades ut basmånaden
-- sentence: Utbetalningen för {month} var {size} {higher_or_lower} än basmånaden.
select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    sum(case when month_summary.aid_month = :aid_month then month_summary.assistance_sek end)
        as numerator,
    sum(case when month_summary.aid_month = :base_month then month_summary.assistance_sek end)
        as denominator,
    min(month_summary.households_count) as basis_count
from month_summary
inner join metric_close_delivery as pinned
    on
        month_summary.municipality_code = pinned.municipality_code
        and month_summary.delivery_id = pinned.delivery_id
where
    pinned.municipality_code = :municipality_code
    and pinned.close_id = :close_id
    and month_summary.aid_month in (:aid_month, :base_month)
