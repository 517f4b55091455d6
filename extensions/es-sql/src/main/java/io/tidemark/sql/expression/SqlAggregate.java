package io.tidemark.sql.expression;

import io.tidemark.dataflow.Aggregation;
import io.tidemark.dataflow.Tuple;
import io.tidemark.sql.table.SqlType;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate that also knows what it is called: for the types of what follows, and for
 * PostgreSQL.
 *
 * @param argument what is added up; empty of COUNT(*)
 * @param order by which a value is first or last; empty of others
 * @param filter which rows count; empty if all do
 * @param work what is done for it
 */
public record SqlAggregate(
    Kind kind,
    Optional<Expr> argument,
    Optional<Expr> order,
    Optional<Expr> filter,
    SqlType type,
    Aggregation work)
    implements Aggregation {
  /** The aggregates. */
  public enum Kind {
    /** How many. */
    COUNT,
    /** What they come to. */
    SUM,
    /** The smallest. */
    MIN,
    /** The largest. */
    MAX,
    /** The mean. */
    AVG,
    /** The first one that is not null. */
    FIRST_VALUE,
    /** The last one that is not null. */
    LAST_VALUE,
    /** The variance of all there are. */
    VAR_POP,
    /** The variance, of a sample. */
    VAR_SAMP,
    /** The standard deviation of all there are. */
    STDDEV_POP,
    /** The standard deviation, of a sample. */
    STDDEV_SAMP,
    /** How many different ones. */
    COUNT_DISTINCT,
    /** One of another module. */
    ADDED;

    /** The one that is called so; empty if there is none, or another module has it. */
    public static Optional<Kind> of(String name) {
      return switch (name) {
        case "VARIANCE" -> Optional.of(VAR_SAMP);
        case "STDDEV" -> Optional.of(STDDEV_SAMP);
        default ->
            Arrays.stream(values())
                .filter(each -> each != ADDED && each != COUNT_DISTINCT)
                .filter(each -> each.name().equals(name))
                .findFirst();
      };
    }
  }

  @Override
  public boolean isSketch() {
    return work.isSketch();
  }

  @Override
  public Object add(@Nullable Object state, Tuple row) {
    try {
      return work.add(state, row);
    } catch (ArithmeticException e) {
      throw named(e);
    }
  }

  @Override
  public Object merge(Object first, Object second) {
    try {
      return work.merge(first, second);
    } catch (ArithmeticException e) {
      throw named(e);
    }
  }

  @Override
  public boolean canRemove() {
    return work.canRemove();
  }

  @Override
  public Object remove(Object state, Tuple row) {
    try {
      return work.remove(state, row);
    } catch (ArithmeticException e) {
      throw named(e);
    }
  }

  /** Says which of the columns it is that cannot be computed. */
  private ArithmeticException named(ArithmeticException cause) {
    ArithmeticException named = new ArithmeticException(this + ": " + cause.getMessage());
    named.initCause(cause);
    return named;
  }

  /** In the one form that its type has for it. */
  @Override
  public @Nullable Object result(@Nullable Object state) {
    return type.stored(work.result(state));
  }

  @Override
  public String toString() {
    Object name = kind == Kind.ADDED ? work : kind;
    return "%s(%s)".formatted(name, argument.map(Object::toString).orElse("*"));
  }
}
