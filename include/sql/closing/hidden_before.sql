-- What other weeks hide, with the aid month that each of them is of.
-- Parameters: municipality_code, iso_week, aid_month, aid_month_minus_24.
select distinct
    figure.metric_id,
    figure.programme_id,
    figure.dimension,
    figure.dimension_value,
    current_month.aid_month
from management_month as current_month
inner join management_weekly_metric as figure
    on
        current_month.municipality_code = figure.municipality_code
        and current_month.iso_week = figure.iso_week
where
    current_month.municipality_code = :municipality_code
    and current_month.iso_week <> :iso_week
    and current_month.is_current
    and current_month.aid_month between :aid_month_minus_24 and :aid_month
    and figure.hidden = 1
