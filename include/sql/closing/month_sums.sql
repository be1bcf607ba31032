-- An aid month in sums, for each of the given deliveries. Households and people with assistance
-- only; each counted once. Parameters: municipality_code, delivery_ids.
with household as (
    select
        household_month.delivery_id,
        household_month.aid_month,
        count(distinct case when household_month.is_assisted then household_month.household_id end)
            as households_count,
        coalesce(
            sum(case when household_month.is_assisted then household_month.assistance_sek end), 0
        ) as assistance_sek
    from household_month
    where
        household_month.municipality_code = :municipality_code
        and household_month.delivery_id in :delivery_ids
    group by household_month.delivery_id, household_month.aid_month
),

people as (
    select
        person_month.delivery_id,
        person_month.aid_month,
        count(distinct case when person_month.is_assisted then person_month.person_id end)
            as persons_count
    from person_month
    where
        person_month.municipality_code = :municipality_code
        and person_month.delivery_id in :delivery_ids
    group by person_month.delivery_id, person_month.aid_month
)

select
    household.delivery_id,
    household.aid_month,
    household.households_count,
    coalesce(people.persons_count, 0) as persons_count,
    household.assistance_sek
from household
left join people
    on household.delivery_id = people.delivery_id and household.aid_month = people.aid_month
