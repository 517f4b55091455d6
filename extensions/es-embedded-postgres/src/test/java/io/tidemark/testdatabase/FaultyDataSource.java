package io.tidemark.testdatabase;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source whose JDBC calls fail on demand, as a {@link Fault} says. Calls are counted over
 * all connections, from the moment at which a fault is ordered. Thread-safe.
 */
public final class FaultyDataSource implements DataSource {
  /** Calls that ask nobody, or by which a proxy is looked through. */
  private static final Set<String> NEVER = Set.of("isClosed", "unwrap", "isWrapperFor", "abort");

  private final DataSource source;
  private final Queue<Connection> opened = new ConcurrentLinkedQueue<>();
  private final Queue<Fault> faults = new ArrayDeque<>();
  private String method = "";
  private int countdown;
  private boolean forEver;
  private @Nullable String hit;

  private FaultyDataSource(DataSource source) {
    this.source = source;
  }

  /** Fails nothing until told to. */
  public static FaultyDataSource around(DataSource source) {
    return new FaultyDataSource(source);
  }

  /** Once: of the calls that can fail so, the n-th from now on does, counted from 1. */
  public synchronized void failCall(int n, Fault fault) {
    order("", n, List.of(fault));
  }

  /** The next calls to this method fail like these, one after the other. */
  public synchronized void failCallsTo(String name, Fault... inTurn) {
    order(name, 1, List.of(inTurn));
  }

  /**
   * From now on every call to this method fails like the last of these, the first ones like the
   * others.
   */
  public synchronized void failAllCallsTo(String name, Fault... inTurn) {
    order(name, 1, List.of(inTurn));
    forEver = true;
  }

  private void order(String name, int n, List<Fault> inTurn) {
    heal();
    hit = null;
    method = name;
    countdown = n;
    faults.addAll(inTurn);
  }

  /** From now on nothing fails. */
  public synchronized void heal() {
    faults.clear();
    forEver = false;
  }

  /** The call that failed last since a fault was ordered; null if none did. */
  public synchronized @Nullable String hit() {
    return hit;
  }

  /** How many connections are open. */
  public int open() throws SQLException {
    int open = 0;
    for (Connection connection : opened) {
      open += connection.isClosed() ? 0 : 1;
    }
    return open;
  }

  private synchronized @Nullable Fault faultFor(String call) {
    Fault fault = faults.peek();
    boolean isMeant = method.isEmpty() || call.endsWith("." + method);
    if (fault == null || !isMeant || !fault.canHit(call.substring(call.indexOf('.') + 1))) {
      return null;
    }
    if (method.isEmpty() && --countdown > 0) {
      return null;
    }
    if (!forEver || faults.size() > 1) {
      faults.remove();
    }
    hit = call;
    return fault;
  }

  @Override
  public Connection getConnection() throws SQLException {
    try {
      return (Connection) call(source, DataSource.class.getMethod("getConnection"), null, null);
    } catch (SQLException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  private Object call(
      Object target, Method called, Object @Nullable [] arguments, @Nullable Connection connection)
      throws Throwable {
    String call = called.getDeclaringClass().getSimpleName() + "." + called.getName();
    boolean isCounted =
        called.getDeclaringClass() != Object.class && !NEVER.contains(called.getName());
    Fault fault = isCounted ? faultFor(call) : null;
    if (fault == null) {
      return wrap(invoke(target, called, arguments), connection);
    }
    return fail(fault, call, () -> invoke(target, called, arguments), connection);
  }

  private Object fail(Fault fault, String call, Real real, @Nullable Connection connection)
      throws Throwable {
    if (fault == Fault.INTERRUPT) {
      Thread.currentThread().interrupt();
      return wrap(real.call(), connection);
    }
    Object result = null;
    if (fault.comesAfterTheCall() || call.equals("Connection.close")) {
      result = real.call();
    } else if (connection != null && call.equals("Connection.commit")) {
      connection.rollback(); // a commit that is refused leaves nothing
    }
    if (result instanceof Connection orphan) {
      orphan.close(); // nobody else will hear of it
    }
    if (fault.breaksTheConnection() && connection != null) {
      connection.abort(Runnable::run);
    }
    Throwable thrown = fault.thrown(call);
    throw thrown == null ? new AssertionError("Nothing to throw for " + fault) : thrown;
  }

  @FunctionalInterface
  private interface Real {
    Object call() throws Throwable;
  }

  private static Object invoke(Object target, Method called, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return called.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private Object wrap(Object result, @Nullable Connection connection) {
    if (result instanceof Connection real && connection == null) {
      opened.removeIf(FaultyDataSource::isClosed);
      opened.add(real);
      return proxy(Connection.class, real, real);
    }
    if (result instanceof Connection && connection != null) {
      return proxy(Connection.class, connection, connection);
    }
    if (result instanceof PreparedStatement) {
      return proxy(PreparedStatement.class, result, connection);
    }
    if (result instanceof Statement) {
      return proxy(Statement.class, result, connection);
    }
    return result instanceof ResultSet ? proxy(ResultSet.class, result, connection) : result;
  }

  private static boolean isClosed(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Object proxy(Class<?> type, Object target, @Nullable Connection connection) {
    InvocationHandler handler =
        (proxy, called, arguments) -> call(target, called, arguments, connection);
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return source.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return source.isWrapperFor(type);
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return source.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    source.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    source.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return source.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return source.getParentLogger();
  }
}
