package io.tidemark.sql.plan;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Queries that WITH gives names to. Immutable. */
record NamedQueries(Map<String, Relation> byName) {
  static final NamedQueries NONE = new NamedQueries(Map.of());

  @Nullable Relation find(String name) {
    return byName.get(name.toLowerCase(Locale.ROOT));
  }

  NamedQueries with(String name, Relation relation) {
    Map<String, Relation> more = new TreeMap<>(byName);
    more.put(name.toLowerCase(Locale.ROOT), relation);
    return new NamedQueries(more);
  }

  List<String> names() {
    return List.copyOf(byName.keySet());
  }
}
