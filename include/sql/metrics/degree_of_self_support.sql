-- title: Grad av självförsörjning
-- definition: Den del av behovet som hushållen med bistånd klarar själva: behovet minus
--   biståndet, delat med behovet, för alla hushåll tillsammans den senaste hela månaden. En lön
--   som minskar biståndet med 40 procent av behovet ger 0,4. Bistånd utöver behovet räknas som
--   hela behovet. Försörjningsstöd används där det är skilt från annat bistånd. Hushåll utan
--   uppgift om behov räknas inte utan redovisas bredvid.
-- grain: municipality
-- grain_text: Kommunen, den senaste hela biståndsmånaden.
-- unit: andel
-- rule: quotient
-- direction: up
-- guard: basis
-- theme: exits
-- order: 110
-- requirement: A17
-- parameters: municipality_code, aid_month_delivery_id
-- months: bistand 0
-- empty: data saknas: hushållens behov
-- beside: hushåll utan uppgift om behov
with household as (
    select
        case
            when household_month.assessed_need_sek > 0 then household_month.assessed_need_sek
        end as need_sek,
        coalesce(household_month.income_support_sek, household_month.assistance_sek) as support_sek
    from household_month
    where
        household_month.municipality_code = :municipality_code
        and household_month.delivery_id = :aid_month_delivery_id
        and household_month.is_assisted
)

select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    sum(case when support_sek < need_sek then need_sek - support_sek else 0 end) as numerator,
    sum(need_sek) as denominator,
    count(need_sek) as basis_count,
    count(*) - count(need_sek) as beside_count
from household
