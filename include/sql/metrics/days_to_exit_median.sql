-- title: Dagar från ansökan till egen försörjning, median
-- definition: För personer vars bistånd avslutades till arbete utan stöd eller studier under
--   månaden: så många dagar tog det för hälften av dem från den första ansökan som vi känner till
--   före avslutet. Den som saknar känd ansökan räknas inte utan redovisas bredvid. Talet är ett
--   uppmätt värde, ingen interpolation. Nämnaren är antalet personer.
-- grain: municipality
-- grain_text: Kommunen, avslut den senaste hela månaden.
-- unit: dagar
-- rule: numerator
-- direction: down
-- guard: basis
-- theme: exits
-- order: 50
-- requirement: L4
-- parameters: municipality_code, close_id, aid_month
-- needs: ansokan
-- months: avslut 0
-- empty: data saknas: ingen av dem har en känd ansökan
-- beside: utan känd ansökan
with ended as (
    select
        aid_exit.person_id,
        max(aid_exit.exit_date) as exit_date
    from aid_exit
    inner join metric_close_delivery as pinned
        on
            aid_exit.municipality_code = pinned.municipality_code
            and aid_exit.delivery_id = pinned.delivery_id
    where
        pinned.municipality_code = :municipality_code
        and pinned.close_id = :close_id
        and aid_exit.aid_month = :aid_month
        and aid_exit.exit_reason in ('arbete', 'studier')
    group by aid_exit.person_id
),

first_application as (
    select
        ended.person_id,
        min(application.applied_at) as applied_at
    from ended
    inner join application
        on
            application.municipality_code = :municipality_code
            and ended.person_id = application.person_id
    inner join metric_close_delivery as pinned
        on
            application.municipality_code = pinned.municipality_code
            and application.delivery_id = pinned.delivery_id
    inner join calendar_day
        on
            calendar_day.municipality_code = :municipality_code
            and ended.exit_date = calendar_day.calendar_date
    where pinned.close_id = :close_id and application.applied_at < calendar_day.starts_at
    group by ended.person_id
),

numbered as (
    select
        ended.person_id,
        last_day.day_number - (
            select max(calendar_day.day_number)
            from calendar_day
            where
                calendar_day.municipality_code = :municipality_code
                and calendar_day.starts_at <= first_application.applied_at
        ) as days
    from ended
    inner join calendar_day as last_day
        on
            last_day.municipality_code = :municipality_code
            and ended.exit_date = last_day.calendar_date
    left join first_application on ended.person_id = first_application.person_id
),

ranked as (
    select
        person_id,
        days,
        row_number() over (order by days, person_id) as place,
        count(*) over () as persons
    from numbered
    where days is not null
)

select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    min(case when ranked.place * 2 >= ranked.persons then ranked.days end) as numerator,
    count(ranked.person_id) as denominator,
    count(ranked.person_id) as basis_count,
    count(*) - count(ranked.person_id) as beside_count
from numbered
left join ranked on numbered.person_id = ranked.person_id
