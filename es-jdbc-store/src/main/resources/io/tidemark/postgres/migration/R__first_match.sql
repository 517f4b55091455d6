-- The first position behind another at which an event has one of these types and all of these tags; null if there is
-- none. Types may be null for all. Without tags it looks at every event behind that position.
create or replace function ${schema}.first_match(after bigint, of_types text[], with_tags text[]) returns bigint
language plpgsql stable
as $$
declare
  rarest text := with_tags[1];
begin
  if rarest is null then
    return (select e.position from ${schema}.events e where e.position > after and e.type = any (of_types)
            order by e.position limit 1);
  end if;
  if with_tags[2] is not null then -- each of the rest is looked up for the events of the one that has fewest
    select w.tag into rarest from unnest(with_tags) w (tag)
      order by (select count(*) from (select from ${schema}.event_tags t
                                      where t.tag = w.tag and t.position > after limit 1000) few)
      limit 1;
  end if;
  return (
    select t.position from ${schema}.event_tags t
    where t.tag = rarest and t.position > after and (of_types is null or t.type = any (of_types))
      and not exists (
        select from unnest(with_tags) w (tag)
        where w.tag <> rarest
          and not exists (select from ${schema}.event_tags o where o.tag = w.tag and o.position = t.position))
    order by t.position limit 1);
end
$$;
revoke execute on function ${schema}.first_match(bigint, text[], text[]) from public;
