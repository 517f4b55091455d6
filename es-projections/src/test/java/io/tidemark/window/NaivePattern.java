package io.tidemark.window;

import io.tidemark.RecordedEvent;
import io.tidemark.pattern.Element;
import io.tidemark.pattern.MatchKey;
import io.tidemark.pattern.Patterns;
import io.tidemark.projection.Projection;
import io.tidemark.window.Payments.Event;
import io.tidemark.window.Payments.Noted;
import io.tidemark.window.Payments.Paid;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A payment that is followed by a smaller one, with nothing noted until the time is over; and what
 * there is of it, found by going through all events once more.
 */
final class NaivePattern {
  private NaivePattern() {}

  record Fallen(
      String account,
      long position,
      Instant from,
      Instant to,
      BigDecimal before,
      BigDecimal after) {
    static Projection<MatchKey<String>, Fallen> in(String name, Duration within, Duration delay) {
      Element<Paid> before = Element.of("before", Paid.class);
      Element<Paid> after =
          Element.of("after", Paid.class)
              .whereAmong(
                  (paid, matched) -> amount(paid).compareTo(amount(matched.event(before))) < 0);
      return Patterns.named(name, Fallen.class, Fallen::account)
          .from("account", Payments.CODEC)
          .keyedByStream()
          .first(before)
          .followedBy(after)
          .absent(Element.of("noted", Noted.class))
          .within(within)
          .whenClosed(delay)
          .rows(
              match ->
                  new Fallen(
                      match.key(),
                      match.position(),
                      match.from(),
                      match.to(),
                      amount(match.event(before)),
                      amount(match.event(after))));
    }
  }

  private static BigDecimal amount(Event event) {
    return ((Paid) event).amount().orElse(BigDecimal.ZERO);
  }

  static List<Fallen> fallen(List<RecordedEvent> events, Duration within, Duration delay) {
    Instant watermark = NaiveWindows.watermark(events, delay, Duration.ofHours(1));
    Map<String, List<RecordedEvent>> accounts = new TreeMap<>();
    events.forEach(
        event ->
            accounts.computeIfAbsent(event.stream().key(), key -> new ArrayList<>()).add(event));
    List<Fallen> all = new ArrayList<>();
    accounts.forEach(
        (account, some) -> {
          some.sort(Comparator.comparing(RecordedEvent::occurredAt));
          List<Fallen> found = new ArrayList<>();
          for (int i = 0; i < some.size(); i++) {
            int last = last(some, i, within);
            if (last >= 0) {
              RecordedEvent first = some.get(i);
              found.add(
                  new Fallen(
                      account,
                      first.position(),
                      first.occurredAt(),
                      first.occurredAt().plus(within),
                      amount(event(first)),
                      amount(event(some.get(last)))));
              i = last;
            }
          }
          found.stream()
              .filter(row -> !row.to().isAfter(watermark))
              .sorted(Comparator.comparing(Fallen::position))
              .forEach(all::add);
        });
    return all;
  }

  private static Event event(RecordedEvent recorded) {
    return Payments.CODEC.decode(recorded).get(0);
  }

  /** The index of the first smaller payment, with nothing noted behind it; -1 if there is none. */
  private static int last(List<RecordedEvent> events, int begin, Duration within) {
    Instant end = events.get(begin).occurredAt().plus(within);
    int last = -1;
    for (int i = begin; i < events.size() && events.get(i).occurredAt().isBefore(end); i++) {
      Event event = event(events.get(i));
      if (i == begin && event instanceof Noted) {
        return -1;
      }
      if (last >= 0 && event instanceof Noted) {
        return -1;
      }
      boolean isLess =
          event instanceof Paid && amount(event).compareTo(amount(event(events.get(begin)))) < 0;
      last = last < 0 && isLess ? i : last;
    }
    return last;
  }
}
