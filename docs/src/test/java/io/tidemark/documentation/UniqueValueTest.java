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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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

  private static TestDatabase database;
  private static Jdbc jdbc;
  private static PostgresEventStore store;
  private static AggregateRepository<Customer, CustomerEvent> customers;

  @BeforeAll
  static void openStore() {
    database = TestDatabase.create();
    jdbc = new Jdbc(database.dataSource());
    store = PostgresEventStore.builder(database.dataSource()).build();
    customers = AggregateRepository.of("customer", Customer::new, store, Customer.CODEC);
    jdbc.update(SqlTest.sql("recipes.sql#claims"));
  }

  @AfterAll
  static void close() {
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

  private static long eventsOf(String customer) {
    return customers.load(customer).version();
  }

  @Test
  void the_same_customer_may_try_again_and_another_is_refused() {
    register("ada-1", "ada@example.org");
    register("ada-1", "ada@example.org");
    assertThat(eventsOf("ada-1")).isEqualTo(1);
    assertThatThrownBy(() -> register("ada-2", "Ada@Example.org"))
        .isInstanceOf(MailTakenException.class);
    assertThat(eventsOf("ada-2")).isZero();
  }

  @Test
  void a_claim_that_a_crash_left_behind_is_taken_up_by_the_same_customer_only() {
    claim("bob@example.org", "bob-1");
    assertThatThrownBy(() -> register("bob-2", "bob@example.org"))
        .isInstanceOf(MailTakenException.class);
    register("bob-1", "bob@example.org");
    assertThat(eventsOf("bob-1")).isEqualTo(1);
  }

  @Test
  void of_many_at_once_one_gets_it() {
    AtomicInteger refused = new AtomicInteger();
    IntStream.range(0, 8)
        .parallel()
        .forEach(
            n -> {
              try {
                register("eve-" + n, "eve@example.org");
              } catch (MailTakenException e) {
                refused.incrementAndGet();
              }
            });
    assertThat(refused).hasValue(7);
    assertThat(IntStream.range(0, 8).mapToLong(n -> eventsOf("eve-" + n)).sum()).isEqualTo(1);
  }

  @Test
  void claims_that_nobody_used_are_found() {
    register("joe-1", "joe@example.org");
    claim("max@example.org", "max-1");
    jdbc.update(
        "update mail_claims set claimed_at = claimed_at - interval '2 days'"
            + " where customer in ('joe-1', 'max-1')");
    jdbc.update(SqlTest.sql("recipes.sql#unused-claims"));
    assertThat(claim("joe@example.org", "other")).isEqualTo("joe-1");
    assertThat(claim("max@example.org", "other")).isEqualTo("other");
  }
}
