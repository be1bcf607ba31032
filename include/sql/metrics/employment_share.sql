-- title: Andel av befolkningen som har ett arbete
-- definition: Sysselsatta av folkmängden enligt offentlig statistik, det senaste år som finns i
--   leveransen och inte ligger efter veckan. Varken biståndet eller Arbetsförmedlingens svar
--   säger hur många som arbetar. Saknas uppgiften är andelen okänd, inte noll.
-- grain: municipality
-- grain_text: Kommunen, det senaste året i statistiken.
-- unit: andel
-- rule: quotient
-- direction: up
-- guard: nothing
-- theme: context
-- order: 30
-- requirement: A9
-- parameters: municipality_code, close_id, last_day, base_year?
-- needs: befolkning
-- empty: data saknas: sysselsatta
with known_population as (
    select
        population.year,
        population.population_count,
        population.employed_count,
        population.statistics_source,
        population.fetched_date,
        row_number() over (partition by population.year order by population.period desc)
            as newest_first
    from population
    inner join metric_close_delivery as pinned
        on
            population.municipality_code = pinned.municipality_code
            and population.delivery_id = pinned.delivery_id
    where pinned.municipality_code = :municipality_code and pinned.close_id = :close_id
)

select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    employed_count as numerator,
    population_count as denominator,
    (
        select base.employed_count
        from known_population as base
        where base.newest_first = 1 and base.year = :base_year
    ) as base_numerator,
    (
        select base.population_count
        from known_population as base
        where base.newest_first = 1 and base.year = :base_year
    ) as base_denominator,
    case
        when employed_count is null then 'data saknas: sysselsatta'
        else
            'uppgift för ' || cast(year as text) || ' enligt ' || statistics_source
            || coalesce(', hämtad ' || cast(fetched_date as text), '')
    end as note
from known_population
where
    newest_first = 1
    and year <= (
        select calendar_day.month_number / 12
        from calendar_day
        where
            calendar_day.municipality_code = :municipality_code
            and calendar_day.calendar_date = :last_day
    )
order by year desc
limit 1
