package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.aggregate.Aggregate;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.documentation.AccountEvent.Moved;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.store.EventStore;
import io.tidemark.testdatabase.TestDatabase;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

// region aggregate
sealed interface AccountEvent {
  record Moved(long cents) implements AccountEvent {}
}

final class Account extends Aggregate<AccountEvent> {
  long balance;

  void move(long cents) {
    if (balance + cents < 0) {
      throw new IllegalStateException("Only %d cents left".formatted(balance));
    }
    raise(new Moved(cents));
  }

  @Override
  protected void apply(AccountEvent event) {
    balance += ((Moved) event).cents();
  }
}

// end

/** What the README begins with. */
class HelloWorldTest {
  @Test
  void an_account_is_moved_and_looked_at_in_the_past() {
    try (TestDatabase database = TestDatabase.create()) {
      DataSource dataSource = database.dataSource();
      // region use
      EventStore store = PostgresEventStore.builder(dataSource).build();
      var codec = JacksonEventCodec.ofSealed(AccountEvent.class);
      var accounts = AggregateRepository.of("account", Account::new, store, codec);

      accounts.execute("42", account -> account.move(+100));
      accounts.execute("42", account -> account.move(-30));

      long now = accounts.load("42").balance; // 70
      long before = accounts.load("42", AsOf.version(1)).balance; // 100
      // end
      store.close();
      assertThat(now).isEqualTo(70);
      assertThat(before).isEqualTo(100);
    }
  }
}
