-- region statement
insert into :table as t (day, picks, quantity)
select (e.occurred_at at time zone 'utc')::date, count(*), sum((e.data ->> 'quantity')::int)
from :log e
where e.stream like 'item-%' and e.type = 'Picked'
group by 1
on conflict (day) do update set
  picks = t.picks + excluded.picks,
  quantity = t.quantity + excluded.quantity;
-- end
