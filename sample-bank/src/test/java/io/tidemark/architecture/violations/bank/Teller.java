package io.tidemark.architecture.violations.bank;

import io.tidemark.architecture.violations.projection.Balances;
import java.sql.Connection;

/** Planted: SQL outside the packages for it. */
public final class Teller {
  Class<?> sql = Connection.class;
  Class<?> projection = Balances.class;
}
