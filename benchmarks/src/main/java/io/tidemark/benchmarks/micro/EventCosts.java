package io.tidemark.benchmarks.micro;

import io.tidemark.EventData;
import io.tidemark.EventIds;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.codec.JsonGuard;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds per event of what the client does for each, for one event of 250 bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EventCosts {
  private static final Instant NOW = Instant.parse("2026-01-01T10:11:12Z");
  private static final StreamId STREAM = StreamId.of("account", "42");

  private final EventCodec<PaymentMade> codec = JacksonEventCodec.ofSealed(PaymentMade.class);
  private final PaymentMade event =
      new PaymentMade.ByTransfer(
          "42",
          1999,
          "EUR",
          "ref-1000000042",
          "payment for invoice, thank you for your order",
          "DE89 3704 0044 0532 0130 00",
          "2026-01-01T10:11:12Z");
  private final EventData encoded = codec.encode(event, Metadata.empty(), NOW);
  private final RecordedEvent recorded =
      new RecordedEvent(
          1, STREAM, 1, encoded.id(), encoded.type(), encoded.data(), Metadata.empty(), NOW, NOW);

  /** The events of this benchmark. */
  sealed interface PaymentMade {
    /** Seven fields, as payments have. */
    record ByTransfer(
        String account,
        long amount,
        String currency,
        String reference,
        String description,
        String counterparty,
        String bookedAt)
        implements PaymentMade {}
  }

  /** Object to JSON, read back to be sure. */
  @Benchmark
  public EventData encode() {
    return codec.encode(event, Metadata.empty(), NOW);
  }

  /** JSON to object. */
  @Benchmark
  public Object decode() {
    return codec.decode(recorded);
  }

  /** What each append checks before it takes a lock. */
  @Benchmark
  public void guard() {
    JsonGuard.standard().check(encoded);
  }

  /** A new event id. */
  @Benchmark
  public UUID eventId() {
    return EventIds.next();
  }
}
