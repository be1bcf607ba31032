-- title: Andel av befolkningen med ekonomiskt bistånd
-- definition: Personer i hushåll som fick bistånd den senaste hela månaden, av folkmängden enligt
--   det senaste år som finns i leveransen och inte ligger efter månaden. Saknas folkmängden är
--   andelen okänd, inte noll. Ett mål som jämför med ett basår ställs mot samma månad det året.
-- grain: municipality
-- grain_text: Kommunen, den senaste hela biståndsmånaden.
-- unit: andel
-- rule: quotient
-- direction: down
-- guard: count
-- theme: assistance
-- order: 90
-- requirement: A8
-- parameters: municipality_code, close_id, aid_month, base_year?, base_year_month?
-- needs: befolkning
-- months: bistand 0
-- empty: data saknas: befolkning
-- part_of: persons_with_assistance
-- sentence: {numerator} av {denominator} invånare fick bistånd för {month}.
with known_population as (
    select
        population.year,
        population.population_count,
        population.statistics_source,
        row_number() over (partition by population.year order by population.period desc)
            as newest_first
    from population
    inner join metric_close_delivery as pinned
        on
            population.municipality_code = pinned.municipality_code
            and population.delivery_id = pinned.delivery_id
    where pinned.municipality_code = :municipality_code and pinned.close_id = :close_id
),

chosen as (
    select
        year,
        population_count,
        statistics_source
    from known_population
    where
        newest_first = 1
        and year <= (
            select calendar_day.month_number / 12
            from calendar_day
            where
                calendar_day.municipality_code = :municipality_code
                and calendar_day.calendar_date = :aid_month
        )
    order by year desc
    limit 1
),

months as (
    select
        month_summary.aid_month,
        month_summary.persons_count
    from month_summary
    inner join metric_close_delivery as pinned
        on
            month_summary.municipality_code = pinned.municipality_code
            and month_summary.delivery_id = pinned.delivery_id
    where
        pinned.municipality_code = :municipality_code
        and pinned.close_id = :close_id
        and month_summary.aid_month in (:aid_month, :base_year_month)
)

select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    (select persons_count from months where aid_month = :aid_month) as numerator,
    chosen.population_count as denominator,
    (select persons_count from months where aid_month = :base_year_month) as base_numerator,
    (
        select base.population_count
        from known_population as base
        where base.newest_first = 1 and base.year = :base_year
    ) as base_denominator,
    'folkmängd ' || cast(chosen.year as text) || ' enligt ' || chosen.statistics_source as note
from chosen
