-- title: Andel med långvarigt bistånd
-- definition: Av vuxna med bistånd den senaste hela månaden: andelen som har haft bistånd minst
--   tio av de tolv senaste hela månaderna, oavsett i vilket hushåll. Alla tolv månader måste vara
--   levererade.
-- grain: municipality
-- grain_text: Kommunen, tolv månader till och med den senaste hela; därtill per kön.
-- unit: andel
-- rule: quotient
-- direction: down
-- guard: share
-- theme: assistance
-- order: 100
-- requirement: L8, T13
-- parameters: municipality_code, year_id, aid_month_delivery_id
-- months: bistand 0-11
-- empty: inga vuxna med bistånd
with now_assisted as (
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
        now_assisted.shown_sex,
        case when long_term_adult.person_id is null then 0 else 1 end as is_long_term
    from now_assisted
    left join long_term_adult
        on
            long_term_adult.municipality_code = :municipality_code
            and long_term_adult.year_id = :year_id
            and now_assisted.person_id = long_term_adult.person_id
)

select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    coalesce(sum(is_long_term), 0) as numerator,
    count(*) as denominator
from counted
union all
select
    '',
    'kon',
    case shown_sex when '2' then 'kvinna' else 'man' end,
    sum(is_long_term),
    count(*)
from counted
where shown_sex is not null
group by shown_sex
