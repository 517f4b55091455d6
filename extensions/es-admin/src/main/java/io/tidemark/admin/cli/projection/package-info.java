/**
 * The commands on projections: one class per command. Not API.
 *
 * <p>Entry point: {@link io.tidemark.admin.cli.projection.ProjectionCommands}.
 */
@NullMarked
package io.tidemark.admin.cli.projection;

import org.jspecify.annotations.NullMarked;
