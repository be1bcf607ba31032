-- title: Erbjudande inom två arbetsdagar, huvudregeln
-- definition: Av de ansökningar vars andra arbetsdag tog slut under veckan: andelen där ett
--   erbjudande var lämnat i tid. Ansökningsdagen är dag noll, också på kvällar och helger. Den
--   som ännu inte har fått något erbjudande räknas med och som inte i tid. Den som har ett
--   angivet undantag räknas inte; ett undantag som inte är angivet, eller som vi inte kan läsa,
--   räknas med.
-- grain: programme
-- grain_text: Program med löftet, ansökningar vars frist gick ut under veckan; därtill per kön
--   och för nysökande och återkommande.
-- unit: andel
-- rule: quotient
-- direction: up
-- guard: share
-- theme: promises
-- order: 20
-- requirement: V1, V2, V12
-- parameters: municipality_code, close_id, week_start_at, week_end_at
-- absent: ej tillämpligt: inget program har löftet
-- empty: ingen frist gick ut under veckan
-- beside: ännu utan erbjudande
-- part_of: offer_within_two_working_days_share_all
-- sentence: {numerator} av {denominator} sökande utan undantag fick ett erbjudande inom två
--   arbetsdagar.
with due as (
    select
        programme_id,
        case when is_protected is false then sex_code end as shown_sex,
        case when is_protected is false then is_new_applicant end as is_new_applicant,
        case when stopped_at <= working_days_due_at then 1 else 0 end as is_kept,
        case when stopped_at is null then 1 else 0 end as is_open
    from application_clock
    where
        municipality_code = :municipality_code
        and close_id = :close_id
        and working_days_due_at >= :week_start_at
        and working_days_due_at < :week_end_at
        and is_excepted is not true
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
    and close_programme.promises_working_days
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
union all
select
    programme_id,
    'sokande',
    case when is_new_applicant then 'nysokande' else 'aterkommande' end,
    sum(is_kept),
    count(*),
    sum(is_open)
from due
where is_new_applicant is not null
group by programme_id, is_new_applicant
