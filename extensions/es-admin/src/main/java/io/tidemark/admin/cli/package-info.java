/**
 * Commands on a running system that any program with picocli mounts under {@code admin}: one class
 * per command.
 *
 * <p>Entry point: {@link io.tidemark.admin.cli.AdminCommands}.
 */
@NullMarked
package io.tidemark.admin.cli;

import org.jspecify.annotations.NullMarked;
