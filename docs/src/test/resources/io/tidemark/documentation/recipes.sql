-- region claims
create table mail_claims (
  mail text primary key,
  customer text not null,
  claimed_at timestamptz not null default now()
);
-- end

-- region unused-claims
delete from mail_claims claim
where claimed_at < now() - interval '1 day'
  and not exists (
    select from tidemark.events
    where category = 'customer' and key = claim.customer);
-- end

-- region person-keys
create table person_keys (
  person uuid primary key,
  secret text -- null once the person is erased
);
-- end

-- region overwrite
update tidemark.events
set data = jsonb_set(data::jsonb, '{name}', '"erased"')::text
where category = 'customer' and key = '4711' and type = 'Registered';
-- end
