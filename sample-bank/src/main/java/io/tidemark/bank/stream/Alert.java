package io.tidemark.bank.stream;

import io.tidemark.RecordedEvent;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Something unusual that a stream has found. It is in the log, in a stream of its account. */
public sealed interface Alert {
  /** The category of the streams of alerts. */
  String CATEGORY = "alert";

  /** How alerts are stored. */
  EventCodec<Alert> CODEC = JacksonEventCodec.ofSealed(Alert.class);

  /**
   * Money left an account unusually often within three days.
   *
   * @param account which
   * @param at when the last of these withdrawals happened
   * @param withdrawals how many
   */
  record ManyWithdrawals(String account, Instant at, long withdrawals) implements Alert {}

  /**
   * An alert as the log has it.
   *
   * @param position where
   * @param alert what
   */
  record Recorded(long position, ManyWithdrawals alert) {}

  /** The first ones of a log after a position, in its order. */
  static List<Recorded> recorded(EventStore store, long afterPosition, long limit) {
    LogQuery query = LogQuery.all().categories(Set.of(CATEGORY)).after(afterPosition).limit(limit);
    List<Recorded> all = new ArrayList<>();
    try (Stream<RecordedEvent> found = store.readAll(query)) {
      found.forEach(
          event ->
              CODEC
                  .decode(event)
                  .forEach(
                      alert -> all.add(new Recorded(event.position(), (ManyWithdrawals) alert))));
    }
    return all;
  }
}
