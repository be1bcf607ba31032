-- title: Kostnad för placeringar
-- definition: Lönekostnad per månad minus stöd för de placeringar som pågick någon dag den
--   senaste hela månaden. Placeringar utan uppgift om lönekostnad räknas inte utan redovisas
--   bredvid. Visas bara tillsammans med biståndet som inte betalades ut.
-- grain: programme
-- grain_text: Varje program, den senaste hela månaden.
-- unit: kr
-- rule: numerator
-- direction: none
-- guard: basis
-- theme: context
-- order: 10
-- requirement: A10
-- parameters: municipality_code, close_id, aid_month, aid_month_plus_1
-- needs: placering
-- empty: data saknas: lönekostnad
-- beside: placeringar utan uppgift om lönekostnad
-- shown_with: assistance_avoided_sek
with placed as (
    select
        placement.programme_id,
        placement.wage_cost_sek - coalesce(placement.subsidy_sek, 0) as cost_sek
    from placement
    inner join metric_close_delivery as pinned
        on
            placement.municipality_code = pinned.municipality_code
            and placement.delivery_id = pinned.delivery_id
    where
        pinned.municipality_code = :municipality_code
        and pinned.close_id = :close_id
        and placement.start_date < :aid_month_plus_1
        and (placement.actual_end_date is null or placement.actual_end_date >= :aid_month)
)

select
    close_programme.programme_id,
    '' as dimension,
    '' as dimension_value,
    sum(placed.cost_sek) as numerator,
    null as denominator,
    count(placed.cost_sek) as basis_count,
    count(placed.programme_id) - count(placed.cost_sek) as beside_count
from close_programme
left join placed on close_programme.programme_id = placed.programme_id
where
    close_programme.municipality_code = :municipality_code
    and close_programme.close_id = :close_id
group by close_programme.programme_id
