package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.aggregate.Aggregate;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.testdatabase.TestDatabase;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code docs/how-to/keep-a-value-unique.md}. */
class UniqueValueTest {
  sealed interface CustomerEvent {
    record Registered() implements CustomerEvent {}
  }

  static final class Customer extends Aggregate<CustomerEvent> {
    static final EventCodec<CustomerEvent> CODEC = JacksonEventCodec.ofSealed(CustomerEvent.class);

    private boolean registered;

    void register() {
      if (!registered) {
        raise(new CustomerEvent.Registered());
      }
    }

    @Override
    protected void apply(CustomerEvent event) {
      registered = true;
    }
  }

  static final class MailTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MailTakenException(String mail) {
      super("Mail address %s: expected a free one, actual one that is taken".formatted(mail));
    }
  }

  private TestDatabase database;
  private Jdbc jdbc;
  private PostgresEventStore store;
  private AggregateRepository<Customer, CustomerEvent> customers;

  @BeforeEach
  void openStore() {
    database = TestDatabase.create();
    jdbc = new Jdbc(database.dataSource());
    store = PostgresEventStore.builder(database.dataSource()).build();
    customers = AggregateRepository.of("customer", Customer::new, store, Customer.CODEC);
    jdbc.update(SqlTest.sql("recipes.sql#claims"));
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  // region register
  void register(String customer, String mail) {
    String owner = claim(mail, customer);
    if (!owner.equals(customer)) {
      throw new MailTakenException(mail);
    }
    customers.execute(customer, Customer::register); // raises nothing the second time
  }

  // end

  // region claim
  /** Who has the address: this customer, who may have got it just now, or another. */
  String claim(String mail, String customer) {
    String sql =
        """
        insert into mail_claims (mail, customer) values (lower(?), ?)
        on conflict (mail) do update set mail = excluded.mail
        returning customer
        """;
    return jdbc.first(sql, row -> row.text(1), mail, customer).orElseThrow();
  }

  // end

  @Test
  void the_same_customer_may_try_again_and_another_is_refused() {
    register("c-1", "ada@example.org");
    register("c-1", "ada@example.org");
    assertThat(store.head()).isEqualTo(1);
    assertThatThrownBy(() -> register("c-2", "Ada@Example.org"))
        .isInstanceOf(MailTakenException.class);
    assertThat(store.head()).isEqualTo(1);
  }

  @Test
  void a_claim_that_a_crash_left_behind_is_taken_up_by_the_same_customer_only() {
    claim("ada@example.org", "c-1");
    assertThatThrownBy(() -> register("c-2", "ada@example.org"))
        .isInstanceOf(MailTakenException.class);
    register("c-1", "ada@example.org");
    assertThat(customers.load("c-1").version()).isEqualTo(1);
  }

  @Test
  void of_many_at_once_one_gets_it() {
    AtomicInteger refused = new AtomicInteger();
    IntStream.range(0, 8)
        .parallel()
        .forEach(
            n -> {
              try {
                register("c-" + n, "ada@example.org");
              } catch (MailTakenException e) {
                refused.incrementAndGet();
              }
            });
    assertThat(refused).hasValue(7);
    assertThat(store.head()).isEqualTo(1);
  }

  @Test
  void claims_that_nobody_used_are_found() {
    register("c-1", "ada@example.org");
    claim("bob@example.org", "c-2");
    jdbc.update("update mail_claims set claimed_at = claimed_at - interval '2 days'");
    jdbc.update(SqlTest.sql("recipes.sql#unused-claims"));
    assertThat(jdbc.query("select customer from mail_claims", row -> row.text(1)))
        .containsExactly("c-1");
  }
}
