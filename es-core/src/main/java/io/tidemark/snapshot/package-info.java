/**
 * State kept beside its stream, so that loading need not read all events. The door is {@link
 * io.tidemark.snapshot.SnapshotStore}.
 */
@NullMarked
package io.tidemark.snapshot;

import org.jspecify.annotations.NullMarked;
