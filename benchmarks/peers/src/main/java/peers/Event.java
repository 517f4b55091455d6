package peers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** The one domain event used by every store: about 200 bytes as JSON. */
public record Event(
    String account,
    long amount,
    String currency,
    String reference,
    String description,
    String bookedAt,
    long n) {

  public static final ObjectMapper JSON = new ObjectMapper();

  static Event of(String account, long n) {
    return new Event(
        account,
        n % 1000,
        "EUR",
        "ref-" + (1_000_000_000L + n),
        "payment for invoice, thank you for your order",
        "2026-01-01T10:11:12Z",
        n);
  }

  static List<Event> list(String account, long n, int count) {
    var events = new ArrayList<Event>(count);
    for (int i = 0; i < count; i++) events.add(of(account, n + i));
    return events;
  }

  static Event parse(String json) {
    try {
      return JSON.readValue(json, Event.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static Event parse(byte[] json) {
    try {
      return JSON.readValue(json, Event.class);
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The small metadata stored beside each event. */
  String meta() {
    return "{\"correlationId\":\"c-" + (1_000_000_000L + n) + "\",\"user\":\"user-17\"}";
  }
}
