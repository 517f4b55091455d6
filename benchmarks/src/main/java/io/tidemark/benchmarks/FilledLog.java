package io.tidemark.benchmarks;

import java.sql.SQLException;

/**
 * A log filled by SQL in the form in which appends store it, for reading only.
 *
 * <p>Accounts take turns, each with some payments in a row.
 *
 * @param schema where it is
 * @param events how many events it has
 * @param accounts how many streams
 * @param inARow how many payments an account has at a time; events are a multiple of this times
 *     accounts
 */
record FilledLog(String schema, int events, int accounts, int inARow) {
  /** With ten payments in a row. */
  FilledLog(String schema, int events, int accounts) {
    this(schema, events, accounts, 10);
  }

  void create(Database database) throws SQLException {
    database.createLog(schema);
    String insert =
        """
        insert into %s.events
          (position, version, occurred_at, recorded_at, event_id, category, key, type, data, metadata)
        select n + 1, n / (%7$d * %3$d) * %7$d + n %% %7$d + 1, at, at,
               ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
               '%4$s', key, '%5$s', format('%6$s', key, n %% 1000, 1000000000 + n, n), '{}'
        from generate_series(0, %2$d - 1) n,
             lateral (select 'a' || n / %7$d %% %3$d as key,
                             timestamptz '2026-01-01' + n * interval '1 millisecond' as at) of_n
        """
            .formatted(
                schema,
                events,
                accounts,
                PaymentEvent.CATEGORY,
                PaymentEvent.TYPE,
                template(),
                inARow);
    database.execute(insert, "vacuum (analyze) " + schema + ".events");
  }

  /** {@link PaymentEvent#json} as a format of SQL. */
  private static String template() {
    return "{\"account\":\"%s\",\"amount\":%s,\"currency\":\"EUR\",\"reference\":\"ref-%s\""
        + ",\"description\":\"payment for invoice, thank you for your order\""
        + ",\"counterparty\":\"DE89 3704 0044 0532 0130 00\",\"bookedAt\":\"2026-01-01T10:11:12Z\""
        + ",\"number\":%s}";
  }

  /** Key of one of its streams. */
  String key(long number) {
    return "a" + number % accounts;
  }
}
