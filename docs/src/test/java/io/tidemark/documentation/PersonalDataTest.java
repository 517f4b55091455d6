package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.aggregate.Aggregate;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.replay.Replays;
import io.tidemark.store.LogQuery;
import io.tidemark.testdatabase.TestDatabase;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code docs/how-to/delete-a-persons-data.md}. */
class PersonalDataTest {
  private static final UUID ADA = new UUID(0, 1);
  private static final UUID BOB = new UUID(0, 2);

  sealed interface CustomerEvent {
    UUID person();

    record Registered(UUID person, String name) implements CustomerEvent {}
  }

  static final class Customer extends Aggregate<CustomerEvent> {
    String name = "";

    void register(String who) {
      raise(new CustomerEvent.Registered(UUID.fromString(id()), who));
    }

    @Override
    protected void apply(CustomerEvent event) {
      name = ((CustomerEvent.Registered) event).name();
    }
  }

  record Contact(String person, String name) {}

  private TestDatabase database;
  private Jdbc jdbc;
  private PostgresEventStore store;
  private PostgresProjections projections;
  private PersonKeys keys;
  private EventCodec<CustomerEvent> codec;
  private Projection<String, Contact> contacts;
  private AggregateRepository<Customer, CustomerEvent> customers;

  @BeforeEach
  void openStore() {
    database = TestDatabase.create();
    jdbc = new Jdbc(database.dataSource());
    store = PostgresEventStore.builder(database.dataSource()).build();
    projections = PostgresProjections.of(store);
    jdbc.update(SqlTest.sql("recipes.sql#person-keys"));
    keys = new PersonKeys(jdbc);
    // region codec
    codec =
        new Sealing<>(JacksonEventCodec.ofSealed(CustomerEvent.class), CustomerEvent::person, keys);
    // end
    customers = AggregateRepository.of("customer", Customer::new, store, codec);
    contacts =
        Projection.named("contacts", Contact.class, Contact::person)
            .from("customer", codec)
            .keyedBy((event, recorded) -> recorded.stream().key())
            .fold(
                (before, event, recorded) ->
                    new Contact(
                        recorded.stream().key(), ((CustomerEvent.Registered) event).name()));
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  // region erase
  void erase(UUID person) {
    keys.erase(person);
    jdbc.update(
        "delete from tidemark.snapshots where category = 'customer' and key = ?",
        person.toString());
    Replays.of(projections).rebuild(contacts, progress -> {});
    jdbc.update("drop table if exists tidemark.contacts_previous"); // the rows of before
  }

  // end

  @Test
  void an_erased_person_is_gone_from_everywhere_and_nobody_else_is() {
    customers.execute(ADA.toString(), customer -> customer.register("Ada Lovelace"));
    customers.execute(BOB.toString(), customer -> customer.register("Bob"));
    projections.catchUp(contacts);
    assertThat(customers.load(ADA.toString()).name).isEqualTo("Ada Lovelace");
    assertThat(store.readAll(LogQuery.all()).toList())
        .hasSize(2)
        .noneMatch(event -> event.data().contains("Lovelace"));

    erase(ADA);

    assertThat(customers.load(ADA.toString()).name).isEmpty();
    assertThat(customers.load(ADA.toString()).version()).isEqualTo(1);
    assertThat(customers.load(BOB.toString()).name).isEqualTo("Bob");
    assertThat(ReadModels.of(projections).of(contacts).find(ADA.toString())).isEmpty();
    assertThat(ReadModels.of(projections).of(contacts).find(BOB.toString())).isPresent();
    assertThat(Replays.of(projections).verify(contacts).isClean()).isTrue();
    assertThat(
            jdbc.query(
                "select tablename from pg_tables where tablename like 'contacts_%'",
                row -> row.text(1)))
        .isEmpty();
    assertThatThrownBy(
            () -> customers.execute(ADA.toString(), customer -> customer.register("Ada again")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("erased");
  }

  @Test
  void plain_data_can_be_overwritten_in_place_by_the_owner() {
    EventCodec<CustomerEvent> plain = JacksonEventCodec.ofSealed(CustomerEvent.class);
    var unsealed = AggregateRepository.of("customer", Customer::new, store, plain);
    unsealed.execute(ADA.toString(), customer -> customer.register("Ada Lovelace"));
    String overwrite = SqlTest.sql("recipes.sql#overwrite").replace("4711", ADA.toString());
    assertThat(jdbc.update(overwrite)).isEqualTo(1);
    assertThat(unsealed.load(ADA.toString()).name).isEqualTo("erased");
    assertThat(unsealed.load(ADA.toString()).version()).isEqualTo(1);
  }
}
