package io.tidemark.sql.plan;

import io.tidemark.sql.expression.Expr;
import org.apache.calcite.sql.SqlNode;

/**
 * One column of a SELECT.
 *
 * @param node where it is written
 */
record SelectItem(String name, Expr value, SqlNode node) {}
