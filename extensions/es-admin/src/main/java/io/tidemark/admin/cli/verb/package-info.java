/**
 * What all commands under {@code admin} have in common: a console, and a system that is opened and
 * closed. Whoever adds a command of his own extends {@link io.tidemark.admin.cli.verb.OpenedVerb},
 * or {@link io.tidemark.admin.cli.verb.FollowingVerb} if it has no end of its own.
 */
@NullMarked
package io.tidemark.admin.cli.verb;

import org.jspecify.annotations.NullMarked;
