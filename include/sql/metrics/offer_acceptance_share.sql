-- title: Andel som tackar ja
-- definition: Av de lämnade erbjudanden vars sista svarsdag låg i veckan: andelen som hade fått
--   ja. Ett uteblivet svar räknas som att personen inte har tackat ja. Ett återtaget erbjudande
--   räknas inte. Erbjudanden utanför stegvis räknas den vecka då svaret kom.
-- grain: programme
-- grain_text: Varje program, under veckan; därtill per kön.
-- unit: andel
-- rule: quotient
-- direction: up
-- guard: share
-- theme: screening
-- order: 70
-- requirement: A11, L10
-- parameters: municipality_code, close_id, week_start, week_end, known_at
-- empty: inget svar skulle ha kommit under veckan
with known_offer as (
    select
        programme_id,
        person_id,
        max(case when event = 'released' then reply_due_date end) as reply_date,
        max(case when event = 'accepted' then at end) as accepted_at,
        max(case when event = 'declined' then at end) as declined_at,
        max(case when event = 'withdrawn' then at end) as withdrawn_at
    from offer_event
    where municipality_code = :municipality_code and recorded_at <= :known_at
    group by programme_id, person_id, offer_id
),

outside as (
    select
        outside_offer.programme_id,
        outside_offer.person_id,
        outside_offer.reply_date,
        outside_offer.reply,
        row_number() over (
            partition by outside_offer.outside_offer_id
            order by outside_offer.period desc
        ) as newest_first
    from outside_offer
    inner join metric_close_delivery as pinned
        on
            outside_offer.municipality_code = pinned.municipality_code
            and outside_offer.delivery_id = pinned.delivery_id
    where pinned.municipality_code = :municipality_code and pinned.close_id = :close_id
),

answerable as (
    select
        programme_id,
        person_id,
        reply_date,
        case
            when accepted_at is not null and (declined_at is null or accepted_at >= declined_at)
                then 1
            else 0
        end as is_accepted
    from known_offer
    where withdrawn_at is null
    union all
    select
        programme_id,
        person_id,
        reply_date,
        case when reply = 'ja' then 1 else 0 end
    from outside
    where newest_first = 1 and reply is not null
),

due as (
    select
        answerable.programme_id,
        answerable.is_accepted,
        case when person.is_protected is false then person.sex_code end as shown_sex
    from answerable
    left join known_person as person
        on
            person.municipality_code = :municipality_code
            and answerable.person_id = person.person_id
            and person.known_from <= :known_at
            and person.known_until > :known_at
    where answerable.reply_date >= :week_start and answerable.reply_date < :week_end
)

select
    close_programme.programme_id,
    '' as dimension,
    '' as dimension_value,
    coalesce(sum(due.is_accepted), 0) as numerator,
    count(due.programme_id) as denominator
from close_programme
left join due on close_programme.programme_id = due.programme_id
where
    close_programme.municipality_code = :municipality_code
    and close_programme.close_id = :close_id
group by close_programme.programme_id
union all
select
    programme_id,
    'kon',
    case shown_sex when '2' then 'kvinna' else 'man' end,
    sum(is_accepted),
    count(*)
from due
where shown_sex is not null
group by programme_id, shown_sex
