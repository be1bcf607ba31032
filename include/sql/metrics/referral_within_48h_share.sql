-- title: Anvisad inom 48 timmar
-- definition: Av de ansökningar vars 48 timmar gick ut under veckan, dygnet runt alla dagar:
--   andelen där anvisningen var lämnad i tid. En ansökan med bara datum räknas från klockan
--   00.00. Den som ännu inte är anvisad räknas med och som inte i tid. Den som enligt urvalet
--   inte uppfyller programmets villkor räknas inte, men väl den som ännu ska granskas.
-- grain: programme
-- grain_text: Program med löftet, ansökningar vars frist gick ut under veckan; därtill per kön.
-- unit: andel
-- rule: quotient
-- direction: up
-- guard: share
-- theme: promises
-- order: 30
-- requirement: T1, T2
-- parameters: municipality_code, close_id, week_start_at, week_end_at
-- absent: ej tillämpligt: inget program har löftet
-- empty: ingen frist gick ut under veckan
-- beside: ännu utan anvisning
-- sentence: {numerator} av {denominator} anvisades inom 48 timmar, dygnet runt.
with due as (
    select
        programme_id,
        case when is_protected is false then sex_code end as shown_sex,
        case when stopped_at <= elapsed_hours_due_at then 1 else 0 end as is_kept,
        case when stopped_at is null then 1 else 0 end as is_open
    from application_clock
    where
        municipality_code = :municipality_code
        and close_id = :close_id
        and elapsed_hours_due_at >= :week_start_at
        and elapsed_hours_due_at < :week_end_at
        and is_screened_out is false
)

select
    close_programme.programme_id,
    '' as dimension,
    '' as dimension_value,
    coalesce(sum(due.is_kept), 0) as numerator,
    count(due.programme_id) as denominator,
    coalesce(sum(due.is_open), 0) as beside_count
from close_programme
left join due on close_programme.programme_id = due.programme_id
where
    close_programme.municipality_code = :municipality_code
    and close_programme.close_id = :close_id
    and close_programme.promises_elapsed_hours
group by close_programme.programme_id
union all
select
    programme_id,
    'kon',
    case shown_sex when '2' then 'kvinna' else 'man' end,
    sum(is_kept),
    count(*),
    sum(is_open)
from due
where shown_sex is not null
group by programme_id, shown_sex
