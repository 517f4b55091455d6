package io.tidemark.documentation;

import io.tidemark.EventData;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.codec.EventCodec;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import tools.jackson.databind.json.JsonMapper;

// region sealing
/** Stores each event sealed with the key of the person it is about. */
record Sealing<E>(EventCodec<E> codec, Function<E, UUID> person, PersonKeys keys)
    implements EventCodec<E> {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int NONCE = 12;

  /** What is stored: whose it is, and the nonce with the sealed data. */
  record Sealed(UUID person, String data) {}

  @Override
  public EventData encode(E event, Metadata metadata, Instant occurredAt) {
    EventData plain = codec.encode(event, metadata, occurredAt);
    UUID who = person.apply(event);
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    byte[] text = plain.data().getBytes(StandardCharsets.UTF_8);
    byte[] sealed = Arrays.copyOf(nonce, NONCE + text.length + 16);
    byte[] body = aes(Cipher.ENCRYPT_MODE, keys.toSeal(who), nonce, text);
    System.arraycopy(body, 0, sealed, NONCE, body.length);
    String data =
        JSON.writeValueAsString(new Sealed(who, Base64.getEncoder().encodeToString(sealed)));
    return new EventData(plain.id(), plain.type(), data, plain.metadata(), plain.occurredAt());
  }

  @Override
  public List<E> decode(RecordedEvent event) {
    Sealed sealed = JSON.readValue(event.data(), Sealed.class);
    return keys.toOpen(sealed.person())
        .map(key -> codec.decode(withData(event, opened(sealed, key))))
        .orElse(List.of()); // erased: means nothing any more
  }

  @Override
  public Set<String> types() {
    return codec.types();
  }

  private static String opened(Sealed sealed, SecretKey key) {
    byte[] bytes = Base64.getDecoder().decode(sealed.data());
    byte[] nonce = Arrays.copyOf(bytes, NONCE);
    byte[] body = Arrays.copyOfRange(bytes, NONCE, bytes.length);
    return new String(aes(Cipher.DECRYPT_MODE, key, nonce, body), StandardCharsets.UTF_8);
  }

  private static byte[] aes(int mode, SecretKey key, byte[] nonce, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(128, nonce));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot seal or open an event", e);
    }
  }

  private static RecordedEvent withData(RecordedEvent event, String data) {
    return new RecordedEvent(
        event.position(),
        event.stream(),
        event.version(),
        event.id(),
        event.type(),
        data,
        event.metadata(),
        event.occurredAt(),
        event.recordedAt());
  }
}
// end
