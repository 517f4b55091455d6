package io.tidemark.sql.plan;

import io.tidemark.dataflow.Plan;
import java.util.List;

/** Places of rows in an order. */
record Ranking(List<Integer> groups, List<Plan.SortKey> order) {}
