package io.tidemark.documentation;

import io.tidemark.jdbc.Jdbc;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

// region keys
/** One secret key for each person, in a table of ours, not in the log. */
record PersonKeys(Jdbc jdbc) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** The key of this person, made if there is none; refused once the person is erased. */
  SecretKey toSeal(UUID person) {
    byte[] fresh = new byte[32];
    RANDOM.nextBytes(fresh);
    jdbc.update(
        "insert into person_keys values (?, ?) on conflict do nothing",
        person,
        Base64.getEncoder().encodeToString(fresh));
    return toOpen(person)
        .orElseThrow(() -> new IllegalStateException("Person %s is erased".formatted(person)));
  }

  Optional<SecretKey> toOpen(UUID person) {
    return jdbc.first(
            "select secret from person_keys where person = ?",
            row -> secret(row.textOrNull(1)),
            person)
        .orElse(Optional.empty());
  }

  void erase(UUID person) {
    jdbc.update("update person_keys set secret = null where person = ?", person);
  }

  private static Optional<SecretKey> secret(@Nullable String text) {
    return Optional.ofNullable(text)
        .map(encoded -> new SecretKeySpec(Base64.getDecoder().decode(encoded), "AES"));
  }
}
// end
