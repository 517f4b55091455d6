/**
 * What the rows of a read model were, and why: versions with the positions between which they were
 * valid, the events that made a row what it is, and changes as they come. The door is {@link
 * io.tidemark.history.History}, which prunes; the repository of a read model answers questions.
 */
@NullMarked
package io.tidemark.history;

import org.jspecify.annotations.NullMarked;
