package io.tidemark.projection.tick;

import io.tidemark.RecordedEvent;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Events and ticks in the order of the log. Not thread-safe. */
final class TickedEvents implements Iterator<RecordedEvent> {
  private final Iterator<RecordedEvent> events;
  private final Iterator<Tick> ticks;
  private @Nullable RecordedEvent event;
  private @Nullable Tick tick;

  TickedEvents(Iterator<RecordedEvent> events, Iterator<Tick> ticks) {
    this.events = events;
    this.ticks = ticks;
  }

  @Override
  public boolean hasNext() {
    return event != null || tick != null || events.hasNext() || ticks.hasNext();
  }

  @Override
  public RecordedEvent next() {
    if (event == null && events.hasNext()) {
      event = events.next();
    }
    if (tick == null && ticks.hasNext()) {
      tick = ticks.next();
    }
    RecordedEvent first;
    if (tick != null && (event == null || tick.position() < event.position())) {
      first = tick.asEvent();
      tick = null;
    } else if (event != null) {
      first = event;
      event = null;
    } else {
      throw new NoSuchElementException();
    }
    return first;
  }
}
