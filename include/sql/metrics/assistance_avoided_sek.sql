-- title: Bistånd som inte betalades ut
-- definition: För hushåll där någon hade en placering någon dag den senaste hela månaden:
--   biståndet månaden före placeringens början, minus biståndet den senaste hela månaden. Ett
--   hushåll räknas en gång, från sin första pågående placering. Hushåll utan bistånd månaden
--   före, eller där den månaden inte är levererad, räknas inte. Skillnaden säger inget om
--   orsaken: hushållet kan ha klarat sig ändå. Visas bara tillsammans med kostnaden för
--   placeringarna.
-- grain: programme
-- grain_text: Varje program, den senaste hela månaden.
-- unit: kr
-- rule: numerator
-- direction: none
-- guard: basis
-- theme: context
-- order: 20
-- requirement: A10
-- parameters: municipality_code, close_id, aid_month, aid_month_plus_1
-- needs: placering
-- months: bistand 0
-- empty: data saknas: inget hushåll har ett känt bistånd före placeringen
-- shown_with: cost_of_placements_sek
with placed as (
    select
        placement.programme_id,
        placement.person_id,
        min(calendar_day.month_number) as start_month
    from placement
    inner join metric_close_delivery as pinned
        on
            placement.municipality_code = pinned.municipality_code
            and placement.delivery_id = pinned.delivery_id
    inner join calendar_day
        on
            placement.municipality_code = calendar_day.municipality_code
            and placement.start_date = calendar_day.calendar_date
    where
        pinned.municipality_code = :municipality_code
        and pinned.close_id = :close_id
        and placement.start_date < :aid_month_plus_1
        and (placement.actual_end_date is null or placement.actual_end_date >= :aid_month)
    group by placement.programme_id, placement.person_id
),

household_before as (
    select
        placed.programme_id,
        person_month.household_id,
        min(placed.start_month) as start_month
    from placed
    inner join month_summary
        on
            month_summary.municipality_code = :municipality_code
            and placed.start_month - 1 = month_summary.month_number
    inner join metric_close_delivery as pinned
        on
            month_summary.municipality_code = pinned.municipality_code
            and month_summary.delivery_id = pinned.delivery_id
    inner join person_month
        on
            month_summary.municipality_code = person_month.municipality_code
            and month_summary.delivery_id = person_month.delivery_id
            and placed.person_id = person_month.person_id
    where pinned.close_id = :close_id and person_month.is_assisted
    group by placed.programme_id, person_month.household_id
),

paid as (
    select
        household_before.programme_id,
        household_before.household_id,
        sum(
            case
                when month_summary.month_number = household_before.start_month - 1
                    then household_month.assistance_sek
                else 0
            end
        ) as before_sek,
        sum(
            case
                when month_summary.aid_month = :aid_month then household_month.assistance_sek
                else 0
            end
        ) as now_sek
    from household_before
    inner join household_month
        on
            household_month.municipality_code = :municipality_code
            and household_before.household_id = household_month.household_id
    inner join month_summary
        on
            household_month.municipality_code = month_summary.municipality_code
            and household_month.delivery_id = month_summary.delivery_id
    inner join metric_close_delivery as pinned
        on
            month_summary.municipality_code = pinned.municipality_code
            and month_summary.delivery_id = pinned.delivery_id
    where
        pinned.close_id = :close_id
        and household_month.is_assisted
        and (
            month_summary.month_number = household_before.start_month - 1
            or month_summary.aid_month = :aid_month
        )
    group by household_before.programme_id, household_before.household_id
)

select
    close_programme.programme_id,
    '' as dimension,
    '' as dimension_value,
    sum(paid.before_sek - paid.now_sek) as numerator,
    null as denominator,
    count(paid.household_id) as basis_count
from close_programme
left join paid on close_programme.programme_id = paid.programme_id
where
    close_programme.municipality_code = :municipality_code
    and close_programme.close_id = :close_id
group by close_programme.programme_id
