package io.tidemark.postgres.append;

/** What the append function says of one request. */
sealed interface AppendOutcome {

  /** Stored now, its first event at these places. */
  record Appended(long firstVersion, long firstPosition) implements AppendOutcome {
    /** Position of the last event of an append that has this outcome. */
    long lastPosition(PendingAppend append) {
      return firstPosition + append.events().size() - 1;
    }
  }

  /** The same was stored before, its first event at these places. */
  record AlreadyAppended(long firstVersion, long firstPosition) implements AppendOutcome {}

  /** Not stored: the stream has this version and should have another. */
  record WrongVersion(long actual) implements AppendOutcome {}

  /**
   * Not stored: an event id is taken.
   *
   * @param event which of the append's events, counted from 0
   * @param position where another event with that id is
   */
  record IdTaken(int event, long position) implements AppendOutcome {}

  /** The outcome as the function writes it; the letters are explained there. */
  static AppendOutcome of(String letter, long version, long position) {
    return switch (letter) {
      case "A" -> new Appended(version, position);
      case "D" -> new AlreadyAppended(version, position);
      case "V" -> new WrongVersion(version);
      case "I" -> new IdTaken(Math.toIntExact(version), position);
      default ->
          throw new IllegalStateException(
              "Unknown outcome of an append: expected A, D, V or I, actual " + letter);
    };
  }
}
