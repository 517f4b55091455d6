package io.tidemark.sql.plan;

import io.tidemark.dataflow.Plan;
import io.tidemark.sql.expression.Expr;
import java.util.List;

/**
 * Over which rows is added up.
 *
 * @param place what rows are ordered by
 */
record OverWindow(List<Expr> groups, Plan.Order order, Expr place) {}
