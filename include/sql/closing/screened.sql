-- What screenings have answered about the people behind recent applications.
-- Parameters: municipality_code, close_id, clock_start, clock_start_at, last_day, known_at.
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

select
    screening_result.programme_id,
    screening_result.person_id,
    screening_run.screened_at,
    screening_result.not_met
from applicant
inner join screening_result
    on
        screening_result.municipality_code = :municipality_code
        and applicant.person_id = screening_result.person_id
inner join screening_run
    on
        screening_result.municipality_code = screening_run.municipality_code
        and screening_result.run_id = screening_run.run_id
where
    screening_result.as_of between :clock_start and :last_day
    and screening_run.screened_at <= :known_at
