package io.tidemark.postgres.append;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Set;

/**
 * The connection as those get it who are called in a transaction that is not theirs: all of it but
 * what would end the transaction, or keep it from ending as its owner says.
 *
 * <p>Not API.
 */
public final class HookConnection {
  private static final Set<String> OF_THE_OWNER =
      Set.of("commit", "setAutoCommit", "close", "abort", "setReadOnly", "setTransactionIsolation");

  private HookConnection() {}

  /** Passes everything else on. */
  public static Connection of(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            HookConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              boolean isWholeRollback =
                  method.getName().equals("rollback") && method.getParameterCount() == 0;
              if (isWholeRollback || OF_THE_OWNER.contains(method.getName())) {
                throw new IllegalStateException(
                    "Invalid call within a hook: expected work on its transaction, actual a wish to "
                        + method.getName()
                        + "; throw to have nothing stored");
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
