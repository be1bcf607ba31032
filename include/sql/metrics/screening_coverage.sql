-- title: Genomgångna hushåll
-- definition: Hushåll i programmets målgrupp där minst en vuxen har ett resultat i veckans
--   senaste urval, av alla hushåll i målgruppen. Målgruppen är hushåll med bistånd den senaste
--   levererade månaden; i program för sökande de hushåll som har sökt så sent att ansökan räknas.
--   Ett hushåll utan svar från Arbetsförmedlingen ska också ha ett resultat, nämligen granskas.
-- grain: programme
-- grain_text: Varje program, veckans senaste urval.
-- unit: andel
-- rule: quotient
-- direction: up
-- guard: share
-- theme: screening
-- order: 10
-- requirement: K6
-- parameters: municipality_code, close_id, run_id, screened_from_at, screened_until_at
-- empty: målgruppen är tom
-- sentence: {numerator} av {denominator} hushåll har gåtts igenom.
with newest_month as (
    select max(household_month.aid_month) as aid_month
    from household_month
    inner join screening_run_delivery as pinned
        on
            household_month.municipality_code = pinned.municipality_code
            and household_month.delivery_id = pinned.delivery_id
    where pinned.municipality_code = :municipality_code and pinned.run_id = :run_id
),

member as (
    select
        'recipients' as population,
        person_month.household_id,
        person_month.person_id
    from household_month
    inner join newest_month on household_month.aid_month = newest_month.aid_month
    inner join screening_run_delivery as pinned
        on
            household_month.municipality_code = pinned.municipality_code
            and household_month.delivery_id = pinned.delivery_id
    inner join person_month
        on
            household_month.municipality_code = person_month.municipality_code
            and household_month.delivery_id = person_month.delivery_id
            and household_month.household_id = person_month.household_id
    where
        pinned.municipality_code = :municipality_code
        and pinned.run_id = :run_id
        and household_month.is_assisted
    union
    select
        'applicants',
        application.household_id,
        application.person_id
    from application
    inner join screening_run_delivery as pinned
        on
            application.municipality_code = pinned.municipality_code
            and application.delivery_id = pinned.delivery_id
    where
        pinned.municipality_code = :municipality_code
        and pinned.run_id = :run_id
        and application.applied_at >= :screened_from_at
        and application.applied_at < :screened_until_at
),

household as (
    select
        close_programme.programme_id,
        member.household_id,
        max(case when screening_result.person_id is null then 0 else 1 end) as is_covered
    from close_programme
    inner join member
        on
            close_programme.population = member.population
            or close_programme.population = 'recipients_and_applicants'
    left join screening_result
        on
            screening_result.municipality_code = :municipality_code
            and screening_result.run_id = :run_id
            and close_programme.programme_id = screening_result.programme_id
            and member.person_id = screening_result.person_id
    where
        close_programme.municipality_code = :municipality_code
        and close_programme.close_id = :close_id
    group by close_programme.programme_id, member.household_id
)

select
    close_programme.programme_id,
    '' as dimension,
    '' as dimension_value,
    coalesce(sum(household.is_covered), 0) as numerator,
    count(household.household_id) as denominator
from close_programme
left join household on close_programme.programme_id = household.programme_id
where
    close_programme.municipality_code = :municipality_code
    and close_programme.close_id = :close_id
group by close_programme.programme_id
