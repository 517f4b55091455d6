package io.tidemark.benchmarks.payments;

import io.tidemark.benchmarks.measure.Database;
import java.sql.SQLException;

/**
 * A log filled by SQL in the form in which appends store it, for reading only.
 *
 * <p>Accounts take turns, each with some payments in a row.
 *
 * @param schema where it is
 * @param events how many events of accounts it has
 * @param accounts how many streams
 * @param inARow how many payments an account has at a time; events are a multiple of this times
 *     accounts
 * @param hasRare whether each hundred events are followed by one of {@link #RARE}
 */
public record FilledLog(String schema, int events, int accounts, int inARow, boolean hasRare) {
  /** Another category, with ten of the same events in each of its streams. */
  public static final String RARE = "transfer";

  private static final int EVENTS_PER_RARE = 100;
  private static final int RARE_PER_STREAM = 10;

  public FilledLog {
    if (events % ((long) accounts * inARow) != 0 || (hasRare && events % 1_000 != 0)) {
      throw new IllegalArgumentException(
          "Invalid number of events: expected a multiple of %,d, actual %,d"
              .formatted(hasRare ? 1_000 : accounts * inARow, events));
    }
  }

  /** With ten payments in a row. */
  public FilledLog(String schema, int events, int accounts) {
    this(schema, events, accounts, 10, false);
  }

  /** How many events of {@link #RARE} it has. */
  public int rareEvents() {
    return hasRare ? events / EVENTS_PER_RARE : 0;
  }

  /** How many events it has altogether. */
  public int size() {
    return events + rareEvents();
  }

  public void create(Database database) throws SQLException {
    database.createLog(schema);
    database.execute(
        "set search_path = " + schema, withoutIndexes(insert()), "vacuum (analyze) events");
  }

  /** Indexes are made at the end, which is faster by far; they are the ones that were there. */
  private static String withoutIndexes(String insert) {
    return """
      do $do$
      declare
        unique_one record;
        definitions text[] := '{}';
        other_one record;
        others text[] := '{}';
      begin
        for unique_one in
          select conname, pg_get_constraintdef(oid) as definition from pg_constraint
          where conrelid = 'events'::regclass and contype in ('p', 'u') order by conname
        loop
          definitions :=
            definitions || format('add constraint %%I %%s', unique_one.conname, unique_one.definition);
          execute format('alter table events drop constraint %%I', unique_one.conname);
        end loop;
        for other_one in
          select indexrelid::regclass as name, pg_get_indexdef(indexrelid) as definition from pg_index
          where indrelid = 'events'::regclass
        loop
          others := others || other_one.definition;
          execute format('drop index %%s', other_one.name);
        end loop;
        %s;
        set local maintenance_work_mem = '512MB';
        execute 'alter table events ' || array_to_string(definitions, ', ');
        execute array_to_string(others, ';');
      end
      $do$"""
        .formatted(insert);
  }

  private String insert() {
    return """
    insert into events
      (position, version, occurred_at, recorded_at, event_id, category, key, type, data, metadata)
    select n + 1, own / (turn * streams) * turn + own %% turn + 1, at, at,
           ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
           category, key, '%s', format('%s', key, n %% 1000, 1000000000 + n, n), '{}'
    from generate_series(0, %d - 1) n,
         lateral (select %b and n %% %d = %d as rare) kind,
         lateral (select case when rare then n / %5$d else n - case when %4$b then n / %5$d else 0 end end as own,
                         case when rare then '%7$s' else '%8$s' end as category,
                         case when rare then 1 else %9$d end as turn,
                         case when rare then %10$d else %11$d end as streams) stream,
         lateral (select left(category, 1) || own / turn %% streams as key,
                         timestamptz '2026-01-01' + n * interval '1 millisecond' as at) of_n
    """
        .formatted(
            PaymentEvent.TYPE,
            template(),
            size(),
            hasRare,
            EVENTS_PER_RARE + 1,
            EVENTS_PER_RARE,
            RARE,
            PaymentEvent.CATEGORY,
            inARow,
            Math.max(1, rareEvents() / RARE_PER_STREAM),
            accounts);
  }

  /** {@link PaymentEvent#json} as a format of SQL. */
  private static String template() {
    return "{\"account\":\"%s\",\"amount\":%s,\"currency\":\"EUR\",\"reference\":\"ref-%s\""
        + ",\"description\":\"payment for invoice, thank you for your order\""
        + ",\"counterparty\":\"DE89 3704 0044 0532 0130 00\",\"bookedAt\":\"2026-01-01T10:11:12Z\""
        + ",\"number\":%s}";
  }

  /** Key of one of its streams. */
  public String key(long number) {
    return "a" + number % accounts;
  }
}
