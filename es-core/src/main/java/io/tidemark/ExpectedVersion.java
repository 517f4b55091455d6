package io.tidemark;

/**
 * The condition that an append puts on its stream; checked in the transaction that stores the
 * events.
 */
public sealed interface ExpectedVersion {

  /** No condition. */
  static ExpectedVersion any() {
    return new Any();
  }

  /** The stream must not exist yet, that is, hold no event. */
  static ExpectedVersion noStream() {
    return new NoStream();
  }

  /** The stream must hold at least one event. */
  static ExpectedVersion streamExists() {
    return new StreamExists();
  }

  /**
   * The stream must hold exactly this many events; 0 is {@link #noStream()}.
   *
   * @throws IllegalArgumentException if the version is negative
   */
  static ExpectedVersion exactly(long version) {
    return version == 0 ? noStream() : new Exactly(version);
  }

  /** Whether a stream of this many events meets the condition. */
  boolean isMetBy(long actualVersion);

  /** See {@link #any()}. */
  record Any() implements ExpectedVersion {
    @Override
    public boolean isMetBy(long actualVersion) {
      return true;
    }

    @Override
    public String toString() {
      return "any version";
    }
  }

  /** See {@link #noStream()}. */
  record NoStream() implements ExpectedVersion {
    @Override
    public boolean isMetBy(long actualVersion) {
      return actualVersion == 0;
    }

    @Override
    public String toString() {
      return "no stream";
    }
  }

  /** See {@link #streamExists()}. */
  record StreamExists() implements ExpectedVersion {
    @Override
    public boolean isMetBy(long actualVersion) {
      return actualVersion > 0;
    }

    @Override
    public String toString() {
      return "an existing stream";
    }
  }

  /**
   * See {@link #exactly(long)}.
   *
   * @param version the number of events the stream must hold, at least 1
   */
  record Exactly(long version) implements ExpectedVersion {
    /** Refuses versions below 1. */
    public Exactly {
      if (version < 1) {
        throw new IllegalArgumentException(
            "Invalid version: expected at least 0, actual " + version);
      }
    }

    @Override
    public boolean isMetBy(long actualVersion) {
      return actualVersion == version;
    }

    @Override
    public String toString() {
      return "exactly " + version;
    }
  }
}
