package io.tidemark.bank.berka;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.bank.account.Account;
import io.tidemark.store.AppendRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * A row with its line, and how it is stored.
 *
 * @param line number of the line in the file, from 1
 * @param row what stands there
 */
record NumberedRow(long line, BerkaRow row) {

  /**
   * The append that records the row. The event's id follows from the transaction's number, so that
   * a row is stored once however often it is imported.
   */
  AppendRequest request() {
    EventData encoded = Account.CODEC.encode(row.transaction(), Metadata.empty(), row.occurredAt());
    EventData event =
        new EventData(
            eventId(), encoded.type(), encoded.data(), encoded.metadata(), encoded.occurredAt());
    return new AppendRequest(
        StreamId.of(Account.CATEGORY, row.accountId()), ExpectedVersion.any(), List.of(event));
  }

  private UUID eventId() {
    String name = "berka-" + row.transaction().transactionId();
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }
}
