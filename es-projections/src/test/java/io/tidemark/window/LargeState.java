package io.tidemark.window;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.projection.Projection;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventStore;
import io.tidemark.window.accumulator.Accumulators;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * Windows that remember more than there is memory for. Key, time and amount of an event follow from
 * its number. The size is how many keys there are, or how many events are in the window of one.
 */
enum LargeState {
  /** Five windows of each key wait until its next event, and close while others open. */
  OPEN_WINDOWS("total"),

  /** The window of one key that has all events; one in a hundred is late. */
  HOT_KEY("total"),

  /** The same with what has no inverse. */
  HOT_KEY_WITH_MAX("most"),

  /** A session of each key that never ends. */
  OPEN_SESSIONS("total"),

  /** A text of each key, in its row and in what is remembered of it. */
  LARGE_TEXTS("total");

  private static final EventCodec<Event> CODEC = JacksonEventCodec.ofSealed(Event.class);
  private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration LATEST = Duration.ofSeconds(1);
  private static final long APART = 20;
  private static final int AMOUNTS = 1_000;
  private static final int BYTES_OF_TEXT = 1_350;
  private static final int IN_AN_APPEND = 500;

  private final String added;

  LargeState(String added) {
    this.added = added;
  }

  sealed interface Event {}

  record Seen(String key, long amount, String text) implements Event {}

  record Stretch(
      String key, Instant begin, Instant end, long count, long total, Optional<Long> most) {}

  record UpToEach(String key, long position, Instant at, long count, long total) {}

  record MostUpToEach(String key, long position, Instant at, long count, Optional<Long> most) {}

  record Text(String key, long count, long total, Optional<String> text) {}

  /**
   * What all rows of a projection come to.
   *
   * @param rows how many there are
   * @param events the sum of those that each has
   * @param added the sum of what each has added up
   */
  record Totals(long rows, long events, long added) {}

  /** How many events there are. */
  int events(int size) {
    return isHot() ? size / 5 * 6 : 2 * size;
  }

  private boolean isHot() {
    return this == HOT_KEY || this == HOT_KEY_WITH_MAX;
  }

  private static long amount(int number) {
    return (number * 7_919L) % AMOUNTS;
  }

  private long millis(int number) {
    boolean isLate = isHot() && number % 100 == 99;
    return number * APART - (isLate ? 1 + number % LATEST.toMillis() : 0);
  }

  Projection<?, ?> projection(int size) {
    return switch (this) {
      case OPEN_WINDOWS ->
          stretches(
              Window.hopping(MINUTE.multipliedBy(5), MINUTE)
                  .whenClosed(Duration.ofMillis(size * APART)));
      case OPEN_SESSIONS -> stretches(Window.session(Duration.ofDays(30)));
      case HOT_KEY ->
          Windows.named("large", UpToEach.class, UpToEach::key)
              .from("seen", CODEC)
              .keyedBy((event, recorded) -> ((Seen) event).key())
              .over(sliding(size))
              .accumulate(UpToEach::count, Accumulators.count())
              .accumulate(UpToEach::total, Accumulators.sumOfLongs(LargeState::amount))
              .projection();
      case HOT_KEY_WITH_MAX ->
          Windows.named("large", MostUpToEach.class, MostUpToEach::key)
              .from("seen", CODEC)
              .keyedBy((event, recorded) -> ((Seen) event).key())
              .over(sliding(size))
              .accumulate(MostUpToEach::count, Accumulators.count())
              .accumulateOptional(MostUpToEach::most, Accumulators.max(LargeState::amount))
              .projection();
      case LARGE_TEXTS ->
          Windows.named("large", Text.class, Text::key)
              .from("seen", CODEC)
              .keyedBy((event, recorded) -> ((Seen) event).key())
              .overAllTime()
              .accumulate(Text::count, Accumulators.count())
              .accumulate(Text::total, Accumulators.sumOfLongs(LargeState::amount))
              .accumulateOptional(Text::text, Accumulators.first(event -> ((Seen) event).text()))
              .projection();
    };
  }

  private static long amount(Event event) {
    return ((Seen) event).amount();
  }

  /** With one part that cannot forget, so that windows are not put together from slices. */
  private static Projection<?, ?> stretches(Window window) {
    return Windows.named("large", Stretch.class, Stretch::key)
        .from("seen", CODEC)
        .keyedBy((event, recorded) -> ((Seen) event).key())
        .over(window)
        .accumulate(Stretch::count, Accumulators.count())
        .accumulate(Stretch::total, Accumulators.sumOfLongs(LargeState::amount))
        .accumulateOptional(Stretch::most, Accumulators.max(LargeState::amount))
        .projection();
  }

  private static SlidingWindow sliding(int size) {
    return Window.slidingTime(Duration.ofMillis(size * APART)).whenClosed(LATEST);
  }

  /** Appends all events. */
  void append(EventStore store, int size) {
    List<CompletionStage<AppendResult>> underWay = new ArrayList<>();
    for (int first = 0; first < events(size); first += IN_AN_APPEND) {
      List<EventData> some =
          IntStream.range(first, Math.min(first + IN_AN_APPEND, events(size)))
              .mapToObj(
                  number ->
                      CODEC.encode(
                          event(number, size), Metadata.empty(), BEGIN.plusMillis(millis(number))))
              .toList();
      underWay.add(
          store.appendAsync(
              new AppendRequest(new StreamId("seen", "s" + first), ExpectedVersion.any(), some)));
      if (underWay.size() == 8) {
        underWay.forEach(append -> append.toCompletableFuture().join());
        underWay.clear();
      }
    }
    underWay.forEach(append -> append.toCompletableFuture().join());
  }

  private Event event(int number, int size) {
    String text = "";
    if (this == LARGE_TEXTS && number < size) {
      byte[] some = new byte[BYTES_OF_TEXT];
      new Random(number).nextBytes(some);
      text = HexFormat.of().formatHex(some);
    }
    return new Seen("k" + (isHot() ? 0 : number % size), amount(number), text);
  }

  /** As a query on the table of the rows. */
  String query() {
    return "select count(*), coalesce(sum(count), 0)::bigint, coalesce(sum(%s), 0)::bigint from tidemark.large"
        .formatted(added);
  }

  /** What {@link #query} gives if all is right, without any window. */
  Totals totals(int size) {
    return switch (this) {
      case OPEN_WINDOWS -> closed(size);
      case HOT_KEY, HOT_KEY_WITH_MAX -> slid(size);
      case OPEN_SESSIONS, LARGE_TEXTS ->
          new Totals(
              size,
              events(size),
              IntStream.range(0, events(size)).mapToLong(LargeState::amount).sum());
    };
  }

  /** Only one event of a key is in a window: its two are further apart. */
  private Totals closed(int size) {
    long watermark = millis(events(size) - 1) - size * APART;
    long rows = 0;
    long sum = 0;
    for (int number = 0; number < events(size); number++) {
      long last = millis(number) / MINUTE.toMillis() * MINUTE.toMillis();
      for (int end = 1; end <= 5 && last + end * MINUTE.toMillis() <= watermark; end++) {
        rows++;
        sum += amount(number);
      }
    }
    return new Totals(rows, rows, sum);
  }

  /** By going over the events in the order of time with two fingers, and a count of each amount. */
  private Totals slid(int size) {
    int[] inOrder =
        IntStream.range(0, events(size))
            .boxed()
            .sorted(Comparator.comparingLong(this::millis))
            .mapToInt(Integer::intValue)
            .toArray();
    long watermark = millis(inOrder[inOrder.length - 1]) - LATEST.toMillis();
    Totals totals = new Totals(0, 0, 0);
    int[] counts = new int[AMOUNTS];
    int from = 0;
    int through = 0;
    long sum = 0;
    for (int number : inOrder) {
      if (millis(number) > watermark) {
        break;
      }
      while (through < inOrder.length && millis(inOrder[through]) <= millis(number)) {
        counts[(int) amount(inOrder[through])]++;
        sum += amount(inOrder[through++]);
      }
      while (millis(inOrder[from]) <= millis(number) - size * APART) {
        counts[(int) amount(inOrder[from])]--;
        sum -= amount(inOrder[from++]);
      }
      long most = IntStream.iterate(AMOUNTS - 1, i -> counts[i] == 0, i -> i - 1).count();
      totals =
          new Totals(
              totals.rows() + 1,
              totals.events() + through - from,
              totals.added() + (this == HOT_KEY ? sum : AMOUNTS - 1 - most));
    }
    return totals;
  }
}
