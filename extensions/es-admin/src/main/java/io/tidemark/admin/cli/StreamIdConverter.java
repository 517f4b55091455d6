package io.tidemark.admin.cli;

import io.tidemark.StreamId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a stream. */
final class StreamIdConverter implements ITypeConverter<StreamId> {
  @Override
  public StreamId convert(String text) {
    try {
      return StreamId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
