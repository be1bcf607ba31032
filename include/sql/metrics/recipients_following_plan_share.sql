-- title: Andel biståndstagare som följer sin planering
-- definition: Av vuxna med bistånd den senaste hela månaden: andelen som har en plan som gällde
--   veckans sista dag och en aktivitet i den under den tid som kommunen har valt, 30 dagar om
--   inget annat sägs. Den som har en plan men ingen aktivitet följer den inte.
-- grain: municipality
-- grain_text: Kommunen, veckans sista dag; därtill per kön.
-- unit: andel
-- rule: quotient
-- direction: up
-- guard: share
-- theme: participation
-- order: 90
-- requirement: L3, V13
-- parameters: municipality_code, close_id, last_day, following_plan_start, aid_month_delivery_id
-- needs: plan
-- months: bistand 0
-- empty: inga vuxna med bistånd
-- sentence: {numerator} av {denominator} vuxna med bistånd följer sin planering.
with following as (
    select distinct plan.person_id
    from plan
    inner join metric_close_delivery as pinned
        on
            plan.municipality_code = pinned.municipality_code
            and plan.delivery_id = pinned.delivery_id
    where
        pinned.municipality_code = :municipality_code
        and pinned.close_id = :close_id
        and plan.last_activity_date between :following_plan_start and :last_day
        and plan.drawn_up_date <= :last_day
        and (plan.closed_date is null or plan.closed_date > :last_day)
        and (plan.follow_up_date is null or plan.follow_up_date >= :last_day)
),

recipient as (
    select
        person_month.person_id,
        case
            when max(case when person_month.is_protected then 1 else 0 end) = 0
                then min(person_month.sex_code)
        end as shown_sex
    from person_month
    where
        person_month.municipality_code = :municipality_code
        and person_month.delivery_id = :aid_month_delivery_id
        and person_month.is_assisted
        and person_month.household_role in ('1', '2')
    group by person_month.person_id
),

counted as (
    select
        recipient.shown_sex,
        case when following.person_id is null then 0 else 1 end as is_following
    from recipient
    left join following on recipient.person_id = following.person_id
)

select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    coalesce(sum(is_following), 0) as numerator,
    count(*) as denominator
from counted
union all
select
    '',
    'kon',
    case shown_sex when '2' then 'kvinna' else 'man' end,
    sum(is_following),
    count(*)
from counted
where shown_sex is not null
group by shown_sex
