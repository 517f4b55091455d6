-- What moved each day. Events that move no money have no line here: an account that is opened, a transfer that is declined.
insert into :table as t (day, credits, debits, movements)
select day, sum(greatest(change, 0)), sum(greatest(-change, 0)), count(*)
from (
  select (e.occurred_at at time zone 'utc')::date as day,
         case
           when e.type in ('Deposited', 'TransferReceived') then amount
           when e.type in ('Withdrawn', 'TransferSent') then -amount
           when e.data::json ->> 'kind' = 'CREDIT' then amount
           else -amount
         end as change
  from :events e, lateral (select (e.data::json ->> 'amount')::numeric as amount) a
  where e.category = 'account'
    and e.type in ('Deposited', 'Withdrawn', 'TransferSent', 'TransferReceived', 'TransactionImported')
) moved
group by day
on conflict (day) do update set
  credits = t.credits + excluded.credits,
  debits = t.debits + excluded.debits,
  movements = t.movements + excluded.movements
