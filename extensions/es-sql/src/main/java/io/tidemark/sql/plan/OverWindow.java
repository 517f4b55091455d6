package io.tidemark.sql.plan;

import io.tidemark.dataflow.Frame;
import io.tidemark.dataflow.Plan;
import io.tidemark.sql.expression.Expr;
import java.util.List;

/**
 * Over which rows is added up.
 *
 * @param time the column with the time; that of the position if the order is by it
 * @param place what rows are ordered by
 */
record OverWindow(
    List<Expr> groups,
    Plan.Order order,
    int time,
    Frame frame,
    Expr place,
    boolean isRecordedTime) {}
