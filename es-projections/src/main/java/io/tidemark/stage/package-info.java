/**
 * Steps between events and rows: events are filtered, mapped, merged, joined with a read model or
 * with other events. What comes out goes into windows, or into a projection. The door is {@link
 * io.tidemark.stage.Stage}.
 */
@NullMarked
package io.tidemark.stage;

import org.jspecify.annotations.NullMarked;
