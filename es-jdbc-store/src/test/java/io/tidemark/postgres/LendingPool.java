package io.tidemark.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A pool of the plainest kind: it lends its sessions again as they come back, and resets nothing.
 */
final class LendingPool implements AutoCloseable {
  private final DataSource source;
  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();

  LendingPool(DataSource source) {
    this.source = source;
  }

  DataSource dataSource() {
    return (DataSource)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getConnection")) {
                return lend();
              }
              return method.getName().equals("isWrapperFor") ? (Object) false : null;
            });
  }

  private Connection lend() throws SQLException {
    Connection free = idle.pollFirst();
    Connection real = free == null ? source.getConnection() : free;
    AtomicBoolean back = new AtomicBoolean();
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                if (back.compareAndSet(false, true) && !real.isClosed()) {
                  idle.addFirst(real);
                }
                return null;
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** Takes a session out of the pool for good; null if none is idle. */
  @Nullable Connection idle() {
    return idle.pollFirst();
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : idle) {
      connection.close();
    }
  }
}
