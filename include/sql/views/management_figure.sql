-- A figure of a closed week as management reads it, with its title: what BI tools connect to.
-- Small counts are hidden here as everywhere; hidden is neither zero nor missing.
select
    figure.municipality_code,
    figure.iso_week,
    figure.programme_id,
    figure.metric_id,
    metric.title,
    metric.theme,
    figure.dimension,
    figure.dimension_value,
    figure.numerator,
    figure.denominator,
    figure.value,
    figure.unit,
    metric.direction,
    figure.target,
    figure.target_met,
    figure.hidden,
    figure.note,
    figure.revision,
    figure.computed_at
from management_weekly_metric as figure
left join management_metric as metric
    on
        figure.municipality_code = metric.municipality_code
        and figure.metric_id = metric.metric_id
