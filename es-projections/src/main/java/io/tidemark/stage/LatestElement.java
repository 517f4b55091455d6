package io.tidemark.stage;

import io.tidemark.dataflow.Aggregation;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.TupleCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Of elements that may be taken back the one whose event is the last in the log; of several of one
 * event, the one that is the greatest by its bytes. All are remembered, so that one can take the
 * place of another.
 *
 * @param element the column with the element
 * @param position the column with its position
 */
record LatestElement(int element, int position) implements Aggregation {
  private static final Comparator<Tuple> ORDER =
      Comparator.<Tuple, Long>comparing(each -> (Long) Objects.requireNonNull(each.get(0)))
          .thenComparing(TupleCodec::encode, Arrays::compareUnsigned);

  private Tuple of(Tuple row) {
    return Tuple.of(row.get(position), row.get(element));
  }

  private static List<Tuple> all(@Nullable Object state) {
    List<Tuple> all = new ArrayList<>();
    if (state != null) {
      ((Tuple) state).values().forEach(each -> all.add((Tuple) Objects.requireNonNull(each)));
    }
    return all;
  }

  private static Tuple sorted(List<Tuple> all) {
    all.sort(ORDER);
    return Tuple.of(all.toArray());
  }

  @Override
  public Object add(@Nullable Object state, Tuple row) {
    List<Tuple> all = all(state);
    all.add(of(row));
    return sorted(all);
  }

  @Override
  public Object merge(Object first, Object second) {
    List<Tuple> all = all(first);
    all.addAll(all(second));
    return sorted(all);
  }

  @Override
  public boolean canRemove() {
    return true;
  }

  @Override
  public Object remove(Object state, Tuple row) {
    List<Tuple> all = all(state);
    all.remove(of(row));
    return sorted(all);
  }

  @Override
  public @Nullable Object result(@Nullable Object state) {
    List<Tuple> all = all(state);
    return all.isEmpty() ? null : all.get(all.size() - 1).get(1);
  }
}
