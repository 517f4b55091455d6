package com.example.shop.view;

import com.example.shop.customer.Customer;
import com.example.shop.customer.CustomerEvent;
import com.example.shop.customer.CustomerEvent.Registered;
import com.example.shop.customer.CustomerEvent.Renamed;
import io.tidemark.RecordedEvent;
import io.tidemark.projection.Projection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A customer, as a list shows it. */
public record CustomerRow(String id, String name, String email, Instant since) {
  /** A row for each customer. */
  public static final Projection<String, CustomerRow> PROJECTION =
      Projection.named("customers", CustomerRow.class, CustomerRow::id)
          .from(Customer.CATEGORY, Customer.CODEC)
          .keyedBy((event, recorded) -> recorded.stream().key())
          .fold(CustomerRow::after);

  private static @Nullable CustomerRow after(
      @Nullable CustomerRow row, CustomerEvent event, RecordedEvent recorded) {
    if (event instanceof Registered registered) {
      return new CustomerRow(
          recorded.stream().key(), registered.name(), registered.email(), recorded.occurredAt());
    }
    return row != null && event instanceof Renamed renamed
        ? new CustomerRow(row.id, renamed.name(), row.email, row.since)
        : row;
  }
}
