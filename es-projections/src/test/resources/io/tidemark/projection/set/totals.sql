-- What moved on each account.
insert into :table as t (account, moves, balance, last)
select e.key, count(*), sum((e.data::json ->> 'amount')::numeric), max(e.position)
from :events e
where e.category = 'account' and e.type = 'Moved'
group by e.key
on conflict (account) do update set
  moves = t.moves + excluded.moves,
  balance = t.balance + excluded.balance,
  last = excluded.last
