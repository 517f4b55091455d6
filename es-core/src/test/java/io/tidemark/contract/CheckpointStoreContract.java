package io.tidemark.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.TidemarkException;
import io.tidemark.handler.CheckpointStore;
import io.tidemark.handler.OwnedCheckpoint;
import io.tidemark.subscription.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every promise of a checkpoint store, each as one test. */
public abstract class CheckpointStoreContract {
  private static final UUID LOG = UUID.randomUUID();
  private static final Checkpoint FIRST = new Checkpoint(LOG, 0, Optional.empty(), 1);

  private final List<OwnedCheckpoint> opened = new ArrayList<>();
  private CheckpointStore store;

  /** A store that keeps no checkpoint yet. */
  protected abstract CheckpointStore createStore();

  @BeforeEach
  void createEmptyStore() {
    store = createStore();
  }

  @AfterEach
  void giveBack() {
    opened.forEach(OwnedCheckpoint::close);
  }

  private Optional<OwnedCheckpoint> tryOwn(String name) {
    Optional<OwnedCheckpoint> owned = store.tryOwn(name, () -> FIRST);
    owned.ifPresent(opened::add);
    return owned;
  }

  private OwnedCheckpoint own(String name) {
    return tryOwn(name).orElseThrow();
  }

  private static Checkpoint at(OwnedCheckpoint owned, long position) {
    return new Checkpoint(
        LOG, position, Optional.of(new UUID(7, position)), owned.checkpoint().epoch());
  }

  @Test
  void the_first_owner_makes_it_and_it_is_found() {
    assertThat(store.find("mails")).isEmpty();
    OwnedCheckpoint owned = own("mails");
    assertThat(owned.checkpoint().position()).isZero();
    assertThat(owned.checkpoint().logId()).isEqualTo(LOG);
    assertThat(store.find("mails")).contains(owned.checkpoint());
  }

  @Test
  void a_move_is_kept_with_the_event_there() {
    OwnedCheckpoint owned = own("mails");
    assertThat(owned.moveTo(at(owned, 3))).isTrue();
    assertThat(owned.moveTo(at(owned, 8))).isTrue();
    assertThat(owned.checkpoint()).isEqualTo(at(owned, 8));
    assertThat(store.find("mails")).contains(at(owned, 8));
  }

  @Test
  void there_is_one_owner_at_a_time() {
    OwnedCheckpoint owned = own("mails");
    assertThat(tryOwn("mails")).isEmpty();
    assertThat(owned.confirm()).isTrue();
    owned.close();
    assertThat(tryOwn("mails")).isPresent();
  }

  @Test
  void each_name_has_its_own() {
    OwnedCheckpoint mails = own("mails");
    OwnedCheckpoint odd = own("'; drop table checkpoints; -- 😀");
    mails.moveTo(at(mails, 3));
    odd.moveTo(at(odd, 5));
    assertThat(store.find("mails")).map(Checkpoint::position).contains(3L);
    assertThat(store.find("'; drop table checkpoints; -- 😀"))
        .map(Checkpoint::position)
        .contains(5L);
  }

  @Test
  void the_next_owner_goes_on_there_under_a_new_epoch() {
    OwnedCheckpoint before = own("mails");
    before.moveTo(at(before, 3));
    before.close();

    OwnedCheckpoint after = own("mails");

    assertThat(after.checkpoint().position()).isEqualTo(3);
    assertThat(after.checkpoint().eventId()).contains(new UUID(7, 3));
    assertThat(after.checkpoint().epoch()).isGreaterThan(before.checkpoint().epoch());
  }

  @Test
  void a_checkpoint_of_another_epoch_is_not_kept() {
    OwnedCheckpoint owned = own("mails");
    Checkpoint foreign =
        new Checkpoint(LOG, 3, Optional.of(UUID.randomUUID()), owned.checkpoint().epoch() + 1);
    assertThat(owned.moveTo(foreign)).isFalse();
    assertThat(store.find("mails")).map(Checkpoint::position).contains(0L);
  }

  @Test
  void of_many_that_try_at_once_one_gets_it() {
    List<CompletableFuture<Optional<OwnedCheckpoint>>> tries = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tries.add(CompletableFuture.supplyAsync(() -> store.tryOwn("mails", () -> FIRST)));
    }
    tries.stream().map(CompletableFuture::join).flatMap(Optional::stream).forEach(opened::add);
    // those that only looked may have kept each other away, but then nobody has it
    assertThat(opened).hasSizeLessThanOrEqualTo(1);
    if (opened.isEmpty()) {
      own("mails");
    }
    assertThat(tryOwn("mails")).isEmpty();
    assertThat(opened).hasSize(1);
  }

  @Test
  void an_error_is_kept_until_it_gets_on() {
    OwnedCheckpoint owned = own("mails");
    owned.keepError("no \0 server");
    assertThat(store.error("mails"))
        .hasValueSatisfying(error -> assertThat(error).startsWith("no ").endsWith(" server"));
    assertThat(store.error("others")).isEmpty();
    owned.moveTo(at(owned, 1));
    assertThat(store.error("mails")).isEmpty();
  }

  @Test
  void an_error_of_a_former_owner_is_not_kept() {
    OwnedCheckpoint former = own("mails");
    former.close();
    own("mails").keepError("of the owner");
    assertThat(keptBy(former)).contains("of the owner");
  }

  /** A former owner may be told so, or that its connection is gone. */
  private Optional<String> keptBy(OwnedCheckpoint former) {
    try {
      former.keepError("too late");
    } catch (RuntimeException e) {
      assertThat(e).isInstanceOf(TidemarkException.class);
    }
    return store.error("mails");
  }
}
