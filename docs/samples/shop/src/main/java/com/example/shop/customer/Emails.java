package com.example.shop.customer;

import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.EventTypes;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.store.EventStore;
import io.tidemark.store.StreamQuery;
import io.tidemark.store.WrongExpectedVersionException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;

/** Which e-mail address belongs to whom: a stream for each address. Thread-safe. */
public final class Emails {
  private final EventStore store;
  private final Clock clock;

  /** Kept in this store. */
  public Emails(EventStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  // region claim
  /** Somebody has the address from now on. */
  record Claimed(String customer) {}

  private static final EventCodec<Claimed> CODEC =
      JacksonEventCodec.of(EventTypes.of(Claimed.class, Claimed.class));

  /**
   * Gives an address to a customer; again, if it is that customer's already.
   *
   * @throws EmailTakenException if it is another's
   */
  public void claim(String email, String customer) {
    StreamId stream = StreamId.of("email", email.strip().toLowerCase(Locale.ROOT));
    try {
      store.append(
          stream,
          ExpectedVersion.noStream(), // only the first one gets it
          List.of(CODEC.encode(new Claimed(customer), Metadata.empty(), clock.instant())));
    } catch (WrongExpectedVersionException e) {
      if (!ownerOf(stream).equals(customer)) {
        throw new EmailTakenException(email);
      }
    }
  }

  private String ownerOf(StreamId stream) {
    return store
        .readStream(StreamQuery.of(stream).limit(1))
        .flatMap(event -> CODEC.decode(event).stream())
        .map(Claimed::customer)
        .findFirst()
        .orElseThrow();
  }
  // end
}
