package io.tidemark.benchmarks.payments;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.store.AppendRequest;
import java.util.ArrayList;
import java.util.List;

/** The events that are appended, loaded and projected; about 250 bytes of JSON each. */
public sealed interface PaymentEvent {
  EventCodec<PaymentEvent> CODEC = JacksonEventCodec.ofSealed(PaymentEvent.class);

  /** The category of the streams they are in. */
  String CATEGORY = "account";

  /**
   * Money came or went.
   *
   * @param account whose
   * @param amount in cents
   * @param number counts the payments
   */
  record Paid(
      String account,
      long amount,
      String currency,
      String reference,
      String description,
      String counterparty,
      String bookedAt,
      long number)
      implements PaymentEvent {}

  /** The name of its type. */
  String TYPE = "Paid";

  /** A payment like any other. */
  static Paid paid(String account, long number) {
    return new Paid(
        account,
        number % 1000,
        "EUR",
        "ref-" + (1_000_000_000L + number),
        "payment for invoice, thank you for your order",
        "DE89 3704 0044 0532 0130 00",
        "2026-01-01T10:11:12Z",
        number);
  }

  /** The same as JSON, written without a library, so that writing it costs all alike and little. */
  static String json(String account, long number) {
    return json(account, number % 1000, number);
  }

  /** The same of another amount. */
  static String json(String account, long amount, long number) {
    return "{\"account\":\""
        + account
        + "\",\"amount\":"
        + amount
        + ",\"currency\":\"EUR\",\"reference\":\"ref-"
        + (1_000_000_000L + number)
        + "\",\"description\":\"payment for invoice, thank you for your order\""
        + ",\"counterparty\":\"DE89 3704 0044 0532 0130 00\",\"bookedAt\":\"2026-01-01T10:11:12Z\""
        + ",\"number\":"
        + number
        + "}";
  }

  /**
   * An append of payments to a stream that is not there yet.
   *
   * @param number of the first payment
   */
  static AppendRequest toNewStream(String key, long number, int count) {
    List<EventData> events = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      events.add(EventData.of(TYPE, json(key, number + i)));
    }
    return new AppendRequest(StreamId.of(CATEGORY, key), ExpectedVersion.noStream(), events);
  }
}
