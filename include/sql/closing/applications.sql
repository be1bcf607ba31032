-- Recent applications, one row per application and person; of several deliveries the newest
-- period's row counts. Parameters: municipality_code, close_id, clock_start_at, week_end_at,
-- known_at.
with ranked as (
    select
        application.application_ref,
        application.person_id,
        application.applied_at,
        application.is_excepted,
        application.unit,
        application.is_protected,
        row_number() over (
            partition by application.application_ref, application.person_id
            order by application.period desc
        ) as newest_first
    from application
    inner join metric_close_delivery as pinned
        on
            application.municipality_code = pinned.municipality_code
            and application.delivery_id = pinned.delivery_id
    where pinned.municipality_code = :municipality_code and pinned.close_id = :close_id
)

select
    ranked.application_ref,
    ranked.person_id,
    ranked.applied_at,
    ranked.is_excepted,
    ranked.unit,
    person.sex_code,
    case
        when ranked.is_protected or person.is_protected is not false then 1
        else 0
    end as protection
from ranked
left join known_person as person
    on
        person.municipality_code = :municipality_code
        and ranked.person_id = person.person_id
        and person.known_from <= :known_at
        and person.known_until > :known_at
where
    ranked.newest_first = 1
    and ranked.applied_at >= :clock_start_at
    and ranked.applied_at < :week_end_at
order by ranked.application_ref, ranked.person_id
