package io.tidemark.architecture.violations.bank;

import io.tidemark.architecture.violations.projection.Balances;
import java.sql.Connection;
import javax.sql.DataSource;

/** Planted: SQL outside the packages for it. */
public final class Teller {
  Class<?> sql = Connection.class;
  Class<?> source = DataSource.class;
  Class<?> projection = Balances.class;
}
