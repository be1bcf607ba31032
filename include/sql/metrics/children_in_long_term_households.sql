-- title: Barn i hushåll med långvarigt bistånd
-- definition: Barn (hushållsmedlemmar som varken är registerledare eller medsökande) i hushåll
--   som fick bistånd den senaste hela månaden, där någon vuxen har haft bistånd minst tio av de
--   tolv senaste hela månaderna. Ett barn räknas en gång, också när det finns i två hushåll.
-- grain: municipality
-- grain_text: Kommunen, tolv månader till och med den senaste hela; därtill per kön.
-- unit: antal
-- rule: numerator
-- direction: down
-- guard: count
-- theme: assistance
-- order: 110
-- requirement: L12
-- parameters: municipality_code, year_id, aid_month_delivery_id
-- months: bistand 0-11
with member as (
    select
        person_month.household_id,
        person_month.person_id,
        person_month.household_role,
        person_month.sex_code,
        person_month.is_protected
    from person_month
    where
        person_month.municipality_code = :municipality_code
        and person_month.delivery_id = :aid_month_delivery_id
        and person_month.is_assisted
),

long_term_household as (
    select distinct member.household_id
    from member
    inner join long_term_adult
        on
            long_term_adult.municipality_code = :municipality_code
            and long_term_adult.year_id = :year_id
            and member.person_id = long_term_adult.person_id
),

child as (
    select
        member.person_id,
        case
            when max(case when member.is_protected then 1 else 0 end) = 0
                then min(member.sex_code)
        end as shown_sex
    from member
    inner join long_term_household on member.household_id = long_term_household.household_id
    where member.household_role = '3'
    group by member.person_id
)

select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    count(*) as numerator,
    null as denominator
from child
union all
select
    '',
    'kon',
    case shown_sex when '2' then 'kvinna' else 'man' end,
    count(*),
    null
from child
where shown_sex is not null
group by shown_sex
