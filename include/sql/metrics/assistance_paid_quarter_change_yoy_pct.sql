-- title: Utbetalt bistånd under kvartalet, mot ett år före
-- definition: Procentuell förändring av bistånd för de tre månaderna i det senaste hela
--   kvartalet, jämfört med samma kvartal året före, så att årstiden inte spelar in. Det är den
--   jämförelse som gäller i första hand. Alla månader i båda kvartalen måste vara levererade.
-- grain: municipality
-- grain_text: Kommunen, det senaste hela kvartalet mot samma kvartal året före.
-- unit: procent
-- rule: percent_change
-- direction: down
-- guard: basis
-- theme: assistance
-- order: 75
-- requirement: T9, V5
-- parameters: municipality_code, close_id, quarter_name, quarter_start, quarter_start_plus_2,
--   quarter_start_minus_12, quarter_start_minus_10
-- months: bistand 0
-- empty: ej beräknad: inget bistånd betalades ut då
select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    case
        when count(*) = 6
            then sum(
                case
                    when month_summary.aid_month >= :quarter_start
                        then month_summary.assistance_sek
                    else 0
                end
            )
    end as numerator,
    case
        when count(*) = 6
            then sum(
                case
                    when month_summary.aid_month < :quarter_start
                        then month_summary.assistance_sek
                    else 0
                end
            )
    end as denominator,
    min(month_summary.households_count) as basis_count,
    case
        when count(*) = 6 then cast(:quarter_name as text) || ' mot samma kvartal året före'
        else 'data saknas: ekonomiskt bistånd för alla månader i båda kvartalen'
    end as note
from month_summary
inner join metric_close_delivery as pinned
    on
        month_summary.municipality_code = pinned.municipality_code
        and month_summary.delivery_id = pinned.delivery_id
where
    pinned.municipality_code = :municipality_code
    and pinned.close_id = :close_id
    and (
        month_summary.aid_month between :quarter_start and :quarter_start_plus_2
        or month_summary.aid_month between :quarter_start_minus_12 and :quarter_start_minus_10
    )
