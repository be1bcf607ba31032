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
-- parameters: municipality_code, close_id, aid_month, aid_month_minus_17
-- needs: avslut
-- months: bistand 0
-- empty: ej mogen: 6 månader har inte gått
-- beside: avslut ännu inte mogna
with delivered as (
    select month_summary.month_number
    from month_summary
    inner join metric_close_delivery as pinned
        on
            month_summary.municipality_code = pinned.municipality_code
            and month_summary.delivery_id = pinned.delivery_id
    where
        pinned.municipality_code = :municipality_code
        and pinned.close_id = :close_id
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

returned as (
    select distinct
        ended.person_id,
        ended.month_number
    from ended
    inner join person_month
        on
            person_month.municipality_code = :municipality_code
            and ended.person_id = person_month.person_id
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
        and person_month.aid_month >= :aid_month_minus_17
        and calendar_day.month_number between ended.month_number + 1
        and ended.month_number + 6
),

judged as (
    select
        case when person.is_protected is false then person.sex_code end as shown_sex,
        case
            when (
                select count(*)
                from delivered
                where
                    delivered.month_number between ended.month_number + 1
                    and ended.month_number + 6
            ) = 6
                then 1
            else 0
        end as is_mature,
        case
            when ended.is_own_support = 1 and returned.person_id is null then 1
            else 0
        end as is_self_sufficient
    from ended
    left join returned
        on ended.person_id = returned.person_id and ended.month_number = returned.month_number
    left join person
        on
            person.municipality_code = :municipality_code
            and ended.person_id = person.person_id
)

select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    coalesce(sum(is_mature * is_self_sufficient), 0) as numerator,
    coalesce(sum(is_mature), 0) as denominator,
    coalesce(sum(1 - is_mature), 0) as beside_count
from judged
union all
select
    '',
    'kon',
    case shown_sex when '2' then 'kvinna' else 'man' end,
    sum(is_mature * is_self_sufficient),
    sum(is_mature),
    sum(1 - is_mature)
from judged
where shown_sex is not null
group by shown_sex
