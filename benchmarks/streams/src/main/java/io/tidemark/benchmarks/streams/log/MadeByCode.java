package io.tidemark.benchmarks.streams.log;

import io.tidemark.benchmarks.streams.Rows;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.subscription.Subscriber;

/** By windows in code. */
record MadeByCode(PostgresProjections projections, Projection<?, ?> projection)
    implements Durable.Making {
  @Override
  public Subscriber subscriber() {
    return projections.exactlyOnce(projection);
  }

  @Override
  public void tell(Rows rows) {
    WindowRows.tell(ReadModels.of(projections).of(projection).findAll(), rows);
  }
}
