package io.tidemark.dataflow.operator;

import io.tidemark.dataflow.Expression;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.TupleCodec;
import io.tidemark.dataflow.operator.node.Operators;
import io.tidemark.store.Shard;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Whether a row is of a shard, by its values in some columns. */
final class OfShard implements Expression {
  private final int[] columns;
  private final Shard shard;

  OfShard(List<Integer> columns, Shard shard) {
    this.columns = Operators.columns(columns);
    this.shard = shard;
  }

  @Override
  public Boolean of(Tuple row) {
    return shard.contains(text(row.pick(columns)));
  }

  /** Other values have another text. */
  static String text(Tuple values) {
    return new String(TupleCodec.encode(values), StandardCharsets.ISO_8859_1);
  }
}
