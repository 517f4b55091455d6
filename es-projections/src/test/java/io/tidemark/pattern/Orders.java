package io.tidemark.pattern;

import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.projection.Projection;
import io.tidemark.window.WindowFixture;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** Orders that are paid, or not. */
final class Orders {
  static final EventCodec<Event> CODEC = JacksonEventCodec.ofSealed(Event.class);

  static final Element<Ordered> ORDERED = Element.of("ordered", Ordered.class);
  static final Element<Paid> PAID = Element.of("paid", Paid.class);
  static final Element<Cancelled> CANCELLED = Element.of("cancelled", Cancelled.class);

  private Orders() {}

  sealed interface Event {}

  record Ordered(BigDecimal amount) implements Event {}

  record Paid(BigDecimal amount) implements Event {}

  record Cancelled(String why) implements Event {}

  /** An order that was not paid within a day. */
  record Unpaid(String order, long position, BigDecimal amount, Instant since) {
    static final Projection<MatchKey<String>, Unpaid> PROJECTION =
        Patterns.named("unpaid", Unpaid.class, Unpaid::order)
            .from("order", CODEC)
            .keyedByStream()
            .first(ORDERED)
            .absent(PAID)
            .within(Duration.ofDays(1))
            .rows(
                match ->
                    new Unpaid(
                        match.key(),
                        match.position(),
                        match.event(ORDERED).amount(),
                        match.from()));
  }

  /** What a match has: the words are the events of it. */
  record Found(String order, long position, Instant from, Instant to, String events) {}

  /** What is found of a pattern. */
  static Projection<MatchKey<String>, Found> found(
      Function<Patterns.Keyed<Event, String, Found>, Patterns.Bounded<Event, String, Found>>
          pattern,
      Element<?>... elements) {
    return pattern
        .apply(
            Patterns.named("found", Found.class, Found::order).from("order", CODEC).keyedByStream())
        .rows(
            match -> {
              StringBuilder events = new StringBuilder();
              for (Element<?> element : elements) {
                match.all(element).forEach(event -> events.append(word((Event) event)));
              }
              return new Found(
                  match.key(), match.position(), match.from(), match.to(), events.toString());
            });
  }

  private static String word(Event event) {
    if (event instanceof Ordered ordered) {
      return "o" + ordered.amount();
    }
    return event instanceof Paid paid ? "p" + paid.amount() : "c";
  }

  static <V> WindowFixture<Event, MatchKey<String>, V> fixture(
      Projection<MatchKey<String>, V> projection) {
    return WindowFixture.of(projection, "order", CODEC);
  }

  static Ordered ordered(int amount) {
    return new Ordered(BigDecimal.valueOf(amount));
  }

  static Paid paid(int amount) {
    return new Paid(BigDecimal.valueOf(amount));
  }
}
