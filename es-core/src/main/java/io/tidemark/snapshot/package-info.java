/** State kept beside its stream, so that loading need not read all events. */
@NullMarked
package io.tidemark.snapshot;

import org.jspecify.annotations.NullMarked;
