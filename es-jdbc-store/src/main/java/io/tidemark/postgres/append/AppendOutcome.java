package io.tidemark.postgres.append;

import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.store.AppendRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What the append function says of one append, which may have several requests. */
sealed interface AppendOutcome {

  /** All of its requests are stored, now or before; one place for each. */
  record Stored(List<Place> places) implements AppendOutcome {
    /** Position of its last event that was stored now; 0 if all were stored before. */
    long lastPosition() {
      return places.stream()
          .filter(place -> !place.isFormer())
          .mapToLong(place -> place.firstPosition() + place.events() - 1)
          .max()
          .orElse(0);
    }

    /** Position of its first event that was stored now; the greatest number if none was. */
    long firstPosition() {
      return places.stream()
          .filter(place -> !place.isFormer())
          .mapToLong(Place::firstPosition)
          .min()
          .orElse(Long.MAX_VALUE);
    }
  }

  /**
   * Where the events of a request are.
   *
   * @param events how many
   * @param isFormer whether the same were stored before
   */
  record Place(long firstVersion, long firstPosition, int events, boolean isFormer) {}

  /** Not stored: a stream has another version than was expected. */
  record WrongVersion(StreamId stream, ExpectedVersion expected, long actual)
      implements AppendOutcome {}

  /**
   * Not stored: an event is there that one of its requests forbids.
   *
   * @param position where
   */
  record Forbidden(AppendRequest request, long position) implements AppendOutcome {}

  /**
   * Not stored: an event id is taken.
   *
   * @param event which of the request's events, counted from 0
   * @param position where another event with that id is
   */
  record IdTaken(AppendRequest request, int event, long position) implements AppendOutcome {}

  /**
   * What the function says of a request, or of a stream that one expects something of; the letters
   * are explained there.
   */
  record Answer(String letter, long version, long position) {
    private boolean isRefusal() {
      return switch (letter) {
        case "A", "D", "G" -> false;
        case "V", "I", "C" -> true;
        default ->
            throw new IllegalStateException(
                "Unknown outcome of an append: expected A, D, V, I, C or G, actual " + letter);
      };
    }
  }

  /**
   * The outcome of an append.
   *
   * @param answers one for each request, then one for each stream of their conditions
   */
  static AppendOutcome of(PendingAppend append, List<Answer> answers) {
    List<AppendRequest> requests = append.requests();
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i).isRefusal()) {
        return i < requests.size()
            ? refusal(requests.get(i), answers.get(i))
            : refusal(append.expectedOfOthers().get(i - requests.size()), answers.get(i));
      }
    }
    return new Stored(places(requests, answers));
  }

  private static List<Place> places(List<AppendRequest> requests, List<Answer> answers) {
    if (answers.stream().anyMatch(answer -> answer.letter().equals("G"))) {
      throw new IllegalStateException(
          "Outcome of an append: expected which of its requests was refused, actual " + answers);
    }
    return IntStream.range(0, requests.size())
        .mapToObj(
            i ->
                new Place(
                    answers.get(i).version(),
                    answers.get(i).position(),
                    requests.get(i).events().size(),
                    answers.get(i).letter().equals("D")))
        .toList();
  }

  private static AppendOutcome refusal(AppendRequest request, Answer answer) {
    return switch (answer.letter()) {
      case "V" -> new WrongVersion(request.stream(), request.expected(), answer.version());
      case "C" -> new Forbidden(request, answer.position());
      default -> new IdTaken(request, Math.toIntExact(answer.version()), answer.position());
    };
  }

  private static AppendOutcome refusal(Map.Entry<StreamId, ExpectedVersion> other, Answer answer) {
    return new WrongVersion(other.getKey(), other.getValue(), answer.version());
  }
}
