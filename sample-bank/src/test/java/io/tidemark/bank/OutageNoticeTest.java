package io.tidemark.bank;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.bank.account.Account;
import io.tidemark.bank.account.AccountEvent;
import io.tidemark.store.AppendRequest;
import io.tidemark.testdatabase.CuttingProxy;
import io.tidemark.testdatabase.TestServer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class OutageNoticeTest {
  private final List<String> told = new CopyOnWriteArrayList<>();

  @Test
  void an_outage_is_told_once_and_so_is_its_end() {
    try (TestServer server = TestServer.start();
        CuttingProxy network = CuttingProxy.to("127.0.0.1", server.port())) {
      String url = "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(network.port());
      Location location = new Location.Server(url, server.user(), server.password());
      try (Bank bank = Bank.at(location).warnings(told::add).open()) {
        bank.store().append(opened("1"));
        assertThat(told).isEmpty();

        network.cutAll();
        assertThat(bank.store().append(opened("2")).lastPosition()).isEqualTo(2);

        assertThat(told)
            .containsExactly("database away, trying again every second", "database is back");
      }
    }
  }

  private static AppendRequest opened(String account) {
    EventData event =
        Account.CODEC.encode(new AccountEvent.Opened("Ada"), Metadata.empty(), Instant.now());
    return new AppendRequest(
        StreamId.of(Account.CATEGORY, account), ExpectedVersion.noStream(), List.of(event));
  }
}
