-- title: Arbetslöshet i kommunen
-- definition: Andel arbetslösa enligt Arbetsförmedlingens statistik, att läsa de andra talen mot.
--   Uppgiften ingår inte i någon leverans till stegvis än. Den hittas aldrig på: talet saknas
--   tills en källa finns.
-- grain: municipality
-- grain_text: Kommunen.
-- unit: andel
-- rule: quotient
-- direction: none
-- guard: nothing
-- theme: context
-- order: 40
-- requirement: T14
-- parameters: municipality_code, close_id
-- empty: data saknas: arbetslöshet
select
    '' as programme_id,
    '' as dimension,
    '' as dimension_value,
    null as numerator,
    null as denominator
from metric_close
where metric_close.municipality_code = :municipality_code and metric_close.close_id = :close_id
