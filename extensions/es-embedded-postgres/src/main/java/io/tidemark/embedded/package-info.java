/**
 * A real PostgreSQL server started from binaries on the class path, for programs that should run
 * without installing one.
 *
 * <p>Entry point: {@link io.tidemark.embedded.EmbeddedPostgres}. The module knows nothing of the
 * rest of Tidemark, so its exception belongs to neither of the two families.
 */
@NullMarked
package io.tidemark.embedded;

import org.jspecify.annotations.NullMarked;
