-- A letter as it stands, from its events. tries counts renderings, failed ones too.
--
-- Withdrawn goes before released, released before rendered; a letter that has once been
-- rendered is not failed. sha256, path and template_version are those of the newest rendering.
with letters as (
    select
        municipality_code,
        letter_id,
        offer_id,
        template,
        language,
        min(case when event = 'planned' then legal_basis end) as legal_basis,
        min(case when event = 'planned' then enclosure_language end) as enclosure_language,
        min(case when event = 'planned' then at end) as planned_at,
        max(case when event = 'rendered' then at end) as rendered_at,
        min(case when event = 'released' then at end) as released_at,
        min(case when event = 'released' then by end) as released_by,
        min(case when event = 'withdrawn' then at end) as withdrawn_at,
        min(case when event = 'withdrawn' then reason end) as withdrawn_reason,
        max(case when event = 'failed' then at end) as failed_at,
        sum(case when event in ('rendered', 'failed') then 1 else 0 end) as tries
    from letter_event
    group by municipality_code, letter_id, offer_id, template, language
)

select
    letters.municipality_code,
    letters.letter_id,
    letters.offer_id,
    letters.template,
    (
        select version.template_version
        from letter_event as version
        where
            version.municipality_code = letters.municipality_code
            and version.letter_id = letters.letter_id
            and version.event in ('planned', 'rendered')
        order by version.event desc, version.at desc, version.event_key
        limit 1
    ) as template_version,
    letters.language,
    letters.legal_basis,
    letters.enclosure_language,
    case
        when letters.withdrawn_at is not null then 'withdrawn'
        when letters.released_at is not null then 'released'
        when letters.rendered_at is not null then 'rendered'
        when letters.failed_at is not null then 'failed'
        else 'planned'
    end as status,
    (
        select rendered.sha256
        from letter_event as rendered
        where
            rendered.municipality_code = letters.municipality_code
            and rendered.letter_id = letters.letter_id
            and rendered.event = 'rendered'
        order by rendered.at desc, rendered.event_key
        limit 1
    ) as sha256,
    (
        select rendered.path
        from letter_event as rendered
        where
            rendered.municipality_code = letters.municipality_code
            and rendered.letter_id = letters.letter_id
            and rendered.event = 'rendered'
        order by rendered.at desc, rendered.event_key
        limit 1
    ) as path,
    letters.planned_at,
    letters.rendered_at,
    letters.released_at,
    letters.released_by,
    letters.withdrawn_at,
    letters.withdrawn_reason,
    (
        select rendered.reason
        from letter_event as rendered
        where
            rendered.municipality_code = letters.municipality_code
            and rendered.letter_id = letters.letter_id
            and rendered.event = 'rendered'
        order by rendered.at desc, rendered.event_key
        limit 1
    ) as handed_over_reason,
    (
        select failed.reason
        from letter_event as failed
        where
            failed.municipality_code = letters.municipality_code
            and failed.letter_id = letters.letter_id
            and failed.event = 'failed'
        order by failed.at desc, failed.event_key
        limit 1
    ) as failed_reason,
    letters.tries
from letters
