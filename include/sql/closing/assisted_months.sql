-- Months with assistance of the people behind recent applications.
-- Parameters: municipality_code, close_id, clock_start_at, assisted_from.
with applicant as (
    select distinct application.person_id
    from application
    inner join metric_close_delivery as pinned
        on
            application.municipality_code = pinned.municipality_code
            and application.delivery_id = pinned.delivery_id
    where
        pinned.municipality_code = :municipality_code
        and pinned.close_id = :close_id
        and application.applied_at >= :clock_start_at
)

select distinct
    person_month.person_id,
    calendar_day.month_number
from applicant
inner join person_month
    on
        person_month.municipality_code = :municipality_code
        and applicant.person_id = person_month.person_id
inner join metric_close_delivery as pinned
    on
        person_month.municipality_code = pinned.municipality_code
        and person_month.delivery_id = pinned.delivery_id
inner join calendar_day
    on
        person_month.municipality_code = calendar_day.municipality_code
        and person_month.aid_month = calendar_day.calendar_date
where
    pinned.close_id = :close_id
    and person_month.is_assisted
    and person_month.aid_month >= :assisted_from
