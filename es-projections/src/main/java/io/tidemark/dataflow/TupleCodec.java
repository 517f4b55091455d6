package io.tidemark.dataflow;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tuples as bytes: each value is a letter that says what it is, and its content. Equal tuples have
 * equal bytes. Thread-safe.
 */
public final class TupleCodec {
  private static final int ROOM = 64;

  private TupleCodec() {}

  /**
   * The bytes of a tuple.
   *
   * @throws IllegalArgumentException if it has a value that cannot be stored
   */
  public static byte[] encode(Tuple tuple) {
    Output out = new Output();
    write(tuple, out);
    return out.toBytes();
  }

  /**
   * The tuple with these bytes.
   *
   * @throws IllegalArgumentException if they are not those of a tuple
   */
  public static Tuple decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return readTuple(in);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Invalid tuple: expected %d bytes to be one, actual %s".formatted(bytes.length, e), e);
    }
  }

  private static void write(Tuple tuple, Output out) {
    writeCount(tuple.size(), out);
    for (int i = 0; i < tuple.size(); i++) {
      write(tuple.get(i), out);
    }
  }

  private static void write(@Nullable Object value, Output out) {
    if (value == null) {
      out.writeByte('n');
    } else if (value instanceof String text) {
      out.writeByte('s');
      writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
    } else if (value instanceof Long number) {
      writeLong(number, out);
    } else if (value instanceof BigDecimal number) {
      out.writeByte('d');
      out.writeInt(number.scale());
      writeBytes(number.unscaledValue().toByteArray(), out);
    } else if (value instanceof Double number) {
      out.writeByte('f');
      out.writeDouble(number);
    } else if (value instanceof Boolean truth) {
      out.writeByte(truth ? 't' : 'u');
    } else if (value instanceof Instant time) {
      out.writeByte('i');
      out.writeLong(time.getEpochSecond());
      out.writeInt(time.getNano());
    } else if (value instanceof LocalDate date) {
      out.writeByte('j');
      out.writeLong(date.toEpochDay());
    } else if (value instanceof UUID id) {
      out.writeByte('g');
      out.writeLong(id.getMostSignificantBits());
      out.writeLong(id.getLeastSignificantBits());
    } else if (value instanceof byte[] content) {
      out.writeByte('b');
      writeBytes(content, out);
    } else if (value instanceof Tuple tuple) {
      out.writeByte('v');
      write(tuple, out);
    } else {
      throw new IllegalArgumentException(
          "Invalid value of a tuple: expected a simple value, actual " + value.getClass());
    }
  }

  /** Most numbers are small. */
  private static void writeLong(long number, Output out) {
    if (number == (short) number) {
      out.writeByte('h');
      out.writeShort((int) number);
    } else {
      out.writeByte('l');
      out.writeLong(number);
    }
  }

  private static void writeBytes(byte[] content, Output out) {
    writeCount(content.length, out);
    out.write(content);
  }

  private static void writeCount(int count, Output out) {
    int rest = count;
    while (rest > 0x7f) {
      out.writeByte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  private static Tuple readTuple(DataInputStream in) throws IOException {
    @Nullable Object[] values = new Object[readCount(in)];
    for (int i = 0; i < values.length; i++) {
      values[i] = readValue(in);
    }
    return Tuple.of(values);
  }

  private static @Nullable Object readValue(DataInputStream in) throws IOException {
    byte kind = in.readByte();
    return switch (kind) {
      case 'n' -> null;
      case 's' -> new String(readBytes(in), StandardCharsets.UTF_8);
      case 'h' -> (long) in.readShort();
      case 'l' -> in.readLong();
      case 'd' -> readDecimal(in);
      case 'f' -> in.readDouble();
      case 't' -> true;
      case 'u' -> false;
      case 'i' -> readInstant(in);
      case 'j' -> LocalDate.ofEpochDay(in.readLong());
      case 'g' -> readUuid(in);
      case 'b' -> readBytes(in);
      case 'v' -> readTuple(in);
      default -> throw new IOException("unknown kind of value " + kind);
    };
  }

  private static BigDecimal readDecimal(DataInputStream in) throws IOException {
    int scale = in.readInt();
    return new BigDecimal(new BigInteger(readBytes(in)), scale);
  }

  private static Instant readInstant(DataInputStream in) throws IOException {
    long seconds = in.readLong();
    return Instant.ofEpochSecond(seconds, in.readInt());
  }

  private static UUID readUuid(DataInputStream in) throws IOException {
    long most = in.readLong();
    return new UUID(most, in.readLong());
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    int count = readCount(in);
    byte[] content = in.readNBytes(count);
    if (content.length < count) {
      throw new IOException("an end after %d of %d bytes".formatted(content.length, count));
    }
    return content;
  }

  private static int readCount(DataInputStream in) throws IOException {
    int count = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      byte next = in.readByte();
      count |= (next & 0x7f) << shift;
      if (next >= 0) {
        return count;
      }
    }
    throw new IOException("a count without an end");
  }

  /** Bytes, the first of a number first. Not thread-safe. */
  private static final class Output {
    private byte[] bytes = new byte[ROOM];
    private int size;

    void writeByte(int number) {
      require(1);
      bytes[size++] = (byte) number;
    }

    void writeShort(int number) {
      writeByte(number >> Byte.SIZE);
      writeByte(number);
    }

    void writeInt(int number) {
      writeShort(number >> Short.SIZE);
      writeShort(number);
    }

    void writeLong(long number) {
      writeInt((int) (number >> Integer.SIZE));
      writeInt((int) number);
    }

    void writeDouble(double number) {
      writeLong(Double.doubleToLongBits(number));
    }

    void write(byte[] content) {
      require(content.length);
      System.arraycopy(content, 0, bytes, size, content.length);
      size += content.length;
    }

    private void require(int more) {
      if (bytes.length - size < more) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
      }
    }

    byte[] toBytes() {
      return Arrays.copyOf(bytes, size);
    }
  }
}
