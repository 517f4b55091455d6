package io.tidemark.admin.cli.option;

import io.tidemark.StreamId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a stream. */
public final class StreamIdConverter implements ITypeConverter<StreamId> {
  /** For picocli. */
  public StreamIdConverter() {}

  @Override
  public StreamId convert(String text) {
    try {
      return StreamId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
