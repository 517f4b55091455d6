package com.example.consumer;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.AsOf;
import io.tidemark.aggregate.Aggregate;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.embedded.EmbeddedPostgres;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.ReadModels;
import java.nio.file.Path;

/** An account, its balance as a read model, and a look back. */
public final class Main {
  sealed interface AccountEvent {
    record Moved(long cents) implements AccountEvent {}
  }

  static final class Account extends Aggregate<AccountEvent> {
    long balance;

    void move(long cents) {
      raise(new AccountEvent.Moved(cents));
    }

    @Override
    protected void apply(AccountEvent event) {
      balance += ((AccountEvent.Moved) event).cents();
    }
  }

  record Balance(String account, long cents) {}

  private static final JacksonEventCodec<AccountEvent> CODEC =
      JacksonEventCodec.ofSealed(AccountEvent.class);

  private static final Projection<String, Balance> BALANCES =
      Projection.named("balances", Balance.class, Balance::account)
          .from("account", CODEC)
          .keyedBy((event, recorded) -> recorded.stream().key())
          .fold(
              (row, event, recorded) ->
                  new Balance(
                      recorded.stream().key(),
                      (row == null ? 0 : row.cents()) + ((AccountEvent.Moved) event).cents()));

  private Main() {}

  public static void main(String[] arguments) {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.open(Path.of(arguments[0]));
        HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(postgres.jdbcUrl());
      pool.setUsername(postgres.user());
      pool.setPassword(postgres.password());
      try (PostgresEventStore store = PostgresEventStore.builder(pool).build()) {
        var accounts = AggregateRepository.of("account", Account::new, store, CODEC);
        accounts.execute("42", account -> account.move(100));
        accounts.execute("42", account -> account.move(-30));
        PostgresProjections projections = PostgresProjections.of(store);
        projections.catchUp(BALANCES);
        System.out.printf(
            "now %d, before %d, read model %d%n",
            accounts.load("42").balance,
            accounts.load("42", AsOf.version(1)).balance,
            ReadModels.of(projections).of(BALANCES).find("42").orElseThrow().cents());
      }
    }
  }
}
