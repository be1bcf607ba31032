-- title: Egen försörjning efter sex månader
-- definition: Av personer vars bistånd avslutades, så att sex hela månader har gått och är
--   levererade: andelen som gick till arbete utan stöd eller studier och inte har fått bistånd
--   någon av de sex månaderna efter. Annan ersättning, flytt och dödsfall är inte egen
--   försörjning men räknas i nämnaren. Avslut från de tolv senaste mogna månaderna räknas; avslut
--   som inte kan bedömas än redovisas bredvid.
-- grain: municipality
-- grain_text: Kommunen, avslut under tolv månader som är mogna; därtill per kön.
-- unit: andel
-- rule: quotient
-- direction: up
-- guard: share
-- theme: exits
-- order: 70
-- requirement: K8, L14, T13, V9
-- parameters: municipality_code, close_id, aid_month, aid_month_minus_17, known_at
-- needs: avslut
-- months: bistand 0
-- empty: ej mogen: 6 månader har inte gått
-- beside: avslut ännu inte mogna
with delivered as (
    select
        month_summary.delivery_id,
        month_summary.aid_month,
        month_summary.month_number
    from month_summary
    inner join metric_close_delivery as pinned
        on
            month_summary.municipality_code = pinned.municipality_code
            and month_summary.delivery_id = pinned.delivery_id
    where
        pinned.municipality_code = :municipality_code
        and pinned.close_id = :close_id
        and month_summary.aid_month >= :aid_month_minus_17
),

ended as (
    select
        aid_exit.person_id,
        calendar_day.month_number,
        max(case when aid_exit.exit_reason in ('arbete', 'studier') then 1 else 0 end)
            as is_own_support
    from aid_exit
    inner join metric_close_delivery as pinned
        on
            aid_exit.municipality_code = pinned.municipality_code
            and aid_exit.delivery_id = pinned.delivery_id
    inner join calendar_day
        on
            aid_exit.municipality_code = calendar_day.municipality_code
            and aid_exit.aid_month = calendar_day.calendar_date
    where
        pinned.municipality_code = :municipality_code
        and pinned.close_id = :close_id
        and aid_exit.aid_month between :aid_month_minus_17 and :aid_month
    group by aid_exit.person_id, calendar_day.month_number
),

mature as (
    select
        exit_month.month_number,
        min(delivered.aid_month) as first_month,
        max(delivered.aid_month) as last_month
    from (select distinct month_number from ended) as exit_month
    inner join delivered
        on
            delivered.month_number between exit_month.month_number + 1
            and exit_month.month_number + 6
    group by exit_month.month_number
    having count(*) = 6
),

judged as (
    select
        ended.month_number,
        case when person.is_protected is false then person.sex_code end as shown_sex,
        case when mature.month_number is null then 0 else 1 end as is_mature,
        -- Looked up person by person, and only for those whom it decides.
        case
            when mature.month_number is null or ended.is_own_support = 0 then 0
            when (
                select count(*)
                from person_month
                where
                    person_month.municipality_code = :municipality_code
                    and person_month.person_id = ended.person_id
                    and person_month.aid_month between mature.first_month and mature.last_month
                    and person_month.is_assisted
                    and person_month.delivery_id in (select delivered.delivery_id from delivered)
            ) > 0
                then 0
            else 1
        end as is_self_sufficient
    from ended
    left join mature on ended.month_number = mature.month_number
    left join known_person as person
        on
            person.municipality_code = :municipality_code
            and ended.person_id = person.person_id
            and person.known_from <= :known_at
            and person.known_until > :known_at
),

-- Two months' figures differ by single months, so that few people in one could be had (X12).
month_group as (
    select
        'all' as of_whom,
        count(*) as people
    from judged
    group by month_number, is_mature, is_self_sufficient
    union all
    select
        'part',
        count(*)
    from judged
    group by month_number, is_mature, is_self_sufficient, shown_sex
)

select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    coalesce(sum(is_mature * is_self_sufficient), 0) as numerator,
    coalesce(sum(is_mature), 0) as denominator,
    coalesce(sum(1 - is_mature), 0) as beside_count,
    (select min(people) from month_group where of_whom = 'all') as basis_count
from judged
union all
select
    '',
    'kon',
    case shown_sex when '2' then 'kvinna' else 'man' end,
    sum(is_mature * is_self_sufficient),
    sum(is_mature),
    sum(1 - is_mature),
    (select min(people) from month_group where of_whom = 'part')
from judged
where shown_sex is not null
group by shown_sex
