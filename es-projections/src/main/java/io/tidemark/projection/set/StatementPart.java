package io.tidemark.projection.set;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** A piece of a statement. */
sealed interface StatementPart {
  /** As it stands in the text for a prepared statement. */
  String sql(StatementPlaces places);

  /** As it counts for the hash. */
  String normalized();

  /** Adds what its parameters are. */
  default void bind(StatementPlaces places, long after, long through, List<Object> values) {}

  /** Words and operators, of which the spacing does not count. */
  record Words(String text) implements StatementPart {
    @Override
    public String sql(StatementPlaces places) {
      return text.replace("?", "??"); // the driver would take one for a parameter
    }

    @Override
    public String normalized() {
      return text.replaceAll("\\s+", " ");
    }
  }

  /** A text or a quoted name, of which each character counts. */
  record Quoted(String text) implements StatementPart {
    @Override
    public String sql(StatementPlaces places) {
      return text;
    }

    /** So that no spacing in it is taken for one between words. */
    @Override
    public String normalized() {
      return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Where something is put in. */
  enum Place implements StatementPart {
    TABLE(":table"),
    LOG(":log"),
    EVENTS(":events"),
    AFTER(":after"),
    THROUGH(":through");

    private final String text;

    Place(String text) {
      this.text = text;
    }

    boolean isRange() {
      return this == LOG || this == EVENTS;
    }

    @Override
    public String sql(StatementPlaces places) {
      return switch (this) {
        case TABLE -> places.table();
        case LOG -> range(places.view(), places);
        case EVENTS -> range(places.events(), places);
        case AFTER, THROUGH -> "?";
      };
    }

    /** The server makes it one with the query around it, so that its index finds the range. */
    private static String range(String relation, StatementPlaces places) {
      return "(select * from %s where position > ? and position <= ?%s)"
          .formatted(relation, places.occurredBy().isPresent() ? " and occurred_at <= ?" : "");
    }

    @Override
    public String normalized() {
      return text;
    }

    @Override
    public void bind(StatementPlaces places, long after, long through, List<Object> values) {
      if (this == AFTER || isRange()) {
        values.add(after);
      }
      if (this == THROUGH || isRange()) {
        values.add(through);
      }
      if (isRange()) {
        places.occurredBy().ifPresent(values::add);
      }
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
