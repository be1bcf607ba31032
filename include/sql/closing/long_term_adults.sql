-- Adults with assistance in ten or more of twelve months, each given by its delivery; whoever is
-- in two households in a month has that month once. Parameters: municipality_code, year_id,
-- delivery_ids.
insert into long_term_adult (municipality_code, year_id, person_id)
select
    :municipality_code,
    :year_id,
    person_month.person_id
from person_month
where
    person_month.municipality_code = :municipality_code
    and person_month.delivery_id in :delivery_ids
    and person_month.is_assisted
    and person_month.household_role in ('1', '2')
group by person_month.person_id
having count(distinct person_month.delivery_id) >= 10
