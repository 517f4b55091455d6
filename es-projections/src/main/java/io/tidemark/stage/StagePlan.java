package io.tidemark.stage;

import io.tidemark.dataflow.Plan;
import io.tidemark.projection.Stages.Input;
import java.util.List;

/**
 * A stage as a plan.
 *
 * <p>Not API.
 *
 * @param plan with a row for each that a shape makes of the elements
 * @param inputs what its sources are told, in the order of their numbers
 */
public record StagePlan(Plan plan, List<Input<?>> inputs) {}
