package io.tidemark.projection.postgres.reaction;

import io.tidemark.EventData;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Session;
import io.tidemark.jdbc.SqlErrors;
import io.tidemark.postgres.append.HookConnection;
import io.tidemark.projection.RowStep;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Calls at once, and collects the events that are to be appended. Not thread-safe. */
final class TransactionEffects implements RowStep.Effects {
  private final Session transaction;
  private final Connection lent;
  private final List<Appended> appended = new ArrayList<>();

  TransactionEffects(Session transaction) {
    this.transaction = transaction;
    this.lent = HookConnection.of(transaction.connection());
  }

  /** An event, and where it goes. */
  record Appended(StreamId stream, EventData data) {}

  List<Appended> appended() {
    return appended;
  }

  @Override
  public void append(StreamId stream, Object event, EventData data) {
    appended.add(new Appended(stream, data));
  }

  /** What may pass is no fault of the event, as in every statement. */
  @Override
  public void call(Object occasion, RowStep.Call call) throws Exception {
    try {
      call.on(lent);
    } catch (SQLException e) {
      throw SqlErrors.translate("(in a reaction)", e);
    }
    transaction.requireIntact(); // or nobody would say whose statement failed
  }
}
