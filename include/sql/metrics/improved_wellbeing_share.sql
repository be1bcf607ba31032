-- title: Andel med förbättrat mående
-- definition: Av deltagare som har svarat på hur de mår jämfört med när de började: andelen som
--   senast svarade bättre eller mycket bättre. Det senaste svaret efter starten räknas, och varje
--   person en gång. Den som inte har svarat räknas varken som bättre eller sämre utan redovisas
--   bredvid. Räknas från programmets början.
-- grain: programme
-- grain_text: Varje program, alla deltagare från programmets början; därtill per kön.
-- unit: andel
-- rule: quotient
-- direction: up
-- guard: share
-- theme: participation
-- order: 120
-- requirement: K9
-- parameters: municipality_code, close_id, last_day, known_at
-- needs: valbefinnande, placering
-- empty: inga svar än
-- beside: deltagare utan svar
-- sentence: {numerator} av {denominator} som har svarat mår bättre än när de började.
with participant as (
    select
        placement.programme_id,
        placement.person_id,
        placement.placement_id
    from placement
    inner join metric_close_delivery as pinned
        on
            placement.municipality_code = pinned.municipality_code
            and placement.delivery_id = pinned.delivery_id
    where
        pinned.municipality_code = :municipality_code
        and pinned.close_id = :close_id
        and placement.start_date <= :last_day
),

asked as (
    select
        wellbeing.placement_id,
        wellbeing.occasion,
        wellbeing.measured_date,
        wellbeing.is_improved,
        row_number() over (
            partition by wellbeing.placement_id, wellbeing.occasion
            order by wellbeing.period desc
        ) as newest_first
    from wellbeing
    inner join metric_close_delivery as pinned
        on
            wellbeing.municipality_code = pinned.municipality_code
            and wellbeing.delivery_id = pinned.delivery_id
    where pinned.municipality_code = :municipality_code and pinned.close_id = :close_id
),

ranked as (
    select
        participant.programme_id,
        participant.person_id,
        asked.is_improved,
        row_number() over (
            partition by participant.programme_id, participant.person_id
            order by
                case when asked.is_improved is null then 1 else 0 end,
                coalesce(cast(asked.measured_date as text), '') desc,
                case asked.occasion when 'slut' then 0 else 1 end,
                participant.placement_id
        ) as latest_first
    from participant
    left join asked
        on
            participant.placement_id = asked.placement_id
            and asked.newest_first = 1
            and asked.occasion <> 'start'
),

answered as (
    select
        ranked.programme_id,
        case when person.is_protected is false then person.sex_code end as shown_sex,
        case when ranked.is_improved is null then 0 else 1 end as has_answered,
        case when ranked.is_improved then 1 else 0 end as is_improved
    from ranked
    left join known_person as person
        on
            person.municipality_code = :municipality_code
            and ranked.person_id = person.person_id
            and person.known_from <= :known_at
            and person.known_until > :known_at
    where ranked.latest_first = 1
)

select
    close_programme.programme_id,
    '' as dimension,
    '' as dimension_value,
    coalesce(sum(answered.is_improved), 0) as numerator,
    coalesce(sum(answered.has_answered), 0) as denominator,
    count(answered.programme_id) - coalesce(sum(answered.has_answered), 0) as beside_count
from close_programme
left join answered on close_programme.programme_id = answered.programme_id
where
    close_programme.municipality_code = :municipality_code
    and close_programme.close_id = :close_id
group by close_programme.programme_id
union all
select
    programme_id,
    'kon',
    case shown_sex when '2' then 'kvinna' else 'man' end,
    sum(is_improved),
    sum(has_answered),
    count(*) - sum(has_answered)
from answered
where shown_sex is not null
group by programme_id, shown_sex
