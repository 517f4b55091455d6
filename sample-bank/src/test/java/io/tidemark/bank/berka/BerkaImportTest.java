package io.tidemark.bank.berka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.StoreUnavailableException;
import io.tidemark.bank.Ledger;
import io.tidemark.bank.UnreliableStore;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.store.EventStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BerkaImportTest {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final InMemoryEventStore store = new InMemoryEventStore();
  private final List<Rejection> rejections = new ArrayList<>();

  @Test
  void every_row_is_one_event_in_the_order_of_the_file() throws Exception {
    ImportResult result = importExtract(store);

    assertThat(result).isEqualTo(new ImportResult(362, 0, 0));
    assertThat(store.head()).isEqualTo(362);
    Extract.versions()
        .forEach((id, events) -> assertThat(Ledger.versionOf(store, id)).isEqualTo(events));
    assertThat(Ledger.balances(store)).isEqualTo(Extract.balances("final"));
  }

  @Test
  void importing_again_stores_nothing_twice() throws Exception {
    importExtract(store);

    assertThat(importExtract(store)).isEqualTo(new ImportResult(0, 362, 0));
    assertThat(store.head()).isEqualTo(362);
  }

  @Test
  void a_known_number_with_other_content_is_rejected() throws Exception {
    importText(store, "7;576;930101;\"PRIJEM\";\"VKLAD\";900.00;900.00;\"\";;\n");

    importText(
        store,
        """
        7;576;930101;"PRIJEM";"VKLAD";901.00;900.00;"";;
        7;577;930101;"PRIJEM";"VKLAD";900.00;900.00;"";;
        7;576;930102;"PRIJEM";"VKLAD";900.00;900.00;"";;
        8;576;930102;"PRIJEM";"VKLAD";1.00;901.00;"";;
        """);

    assertThat(rejections).extracting(Rejection::line).containsExactlyInAnyOrder(1L, 2L, 3L);
    assertThat(rejections)
        .allSatisfy(
            rejected ->
                assertThat(rejected.reason())
                    .contains("trans_id 7 is stored already with other content"));
    assertThat(Ledger.balances(store)).containsOnlyKeys("576").containsEntry("576", "901.00");
  }

  @Test
  void rows_that_failed_for_a_while_are_stored_in_the_end() throws Exception {
    EventStore unreliable = UnreliableStore.failingAppends(store, 100, 105);

    ImportResult result = importExtract(unreliable);

    assertThat(result.stored() + result.alreadyThere()).isEqualTo(362);
    assertThat(store.head()).isEqualTo(362);
    assertThat(Ledger.balances(store)).isEqualTo(Extract.balances("final"));
  }

  @Test
  void a_log_that_stays_away_ends_the_import_and_importing_again_completes_it() throws Exception {
    EventStore dead = UnreliableStore.failingAppends(store, 100, Integer.MAX_VALUE);

    assertThatThrownBy(() -> importExtract(dead))
        .isInstanceOf(ImportInterruptedException.class)
        .hasMessageContaining("Importing the file again is safe")
        .hasCauseInstanceOf(StoreUnavailableException.class);

    assertThat(importExtract(store)).isEqualTo(new ImportResult(263, 99, 0));
    assertThat(Ledger.balances(store)).isEqualTo(Extract.balances("final"));
  }

  private ImportResult importExtract(EventStore into) throws IOException {
    try (InputStream in = Extract.open()) {
      return new BerkaImport(into, new BerkaReader(in), rejections::add)
          .withPatience(PATIENCE)
          .run(() -> {});
    }
  }

  private void importText(EventStore into, String text) throws IOException {
    InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    new BerkaImport(into, new BerkaReader(in), rejections::add).run(() -> {});
  }
}
