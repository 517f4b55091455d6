package io.tidemark.sql.scope;

import io.tidemark.sql.aggregate.AggregateFunction;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** The aggregates of other modules. */
final class AddedFunctions {
  private static final String SKETCH = "APPROX_";
  private static final SortedMap<String, AggregateFunction> ALL = load();

  private AddedFunctions() {}

  private static SortedMap<String, AggregateFunction> load() {
    SortedMap<String, AggregateFunction> all = new TreeMap<>();
    ClassLoader own = AggregateFunction.class.getClassLoader();
    for (AggregateFunction each : ServiceLoader.load(AggregateFunction.class, own)) {
      all.put(each.name(), each);
    }
    return all;
  }

  static Optional<AggregateFunction> find(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  static Iterable<String> names() {
    return ALL.keySet();
  }

  /** Whether it is a name of one that a module would add that is not there. */
  static boolean isMissing(String name) {
    return name.startsWith(SKETCH)
        && ALL.keySet().stream().noneMatch(each -> each.startsWith(SKETCH));
  }
}
