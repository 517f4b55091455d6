package io.tidemark.codec;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.Version;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.type.CollectionType;
import tools.jackson.databind.type.MapType;

/** Makes lists and maps that are read unmodifiable, wherever in a value they are. */
final class UnmodifiableCollections extends JacksonModule {
  @Override
  public String getModuleName() {
    return UnmodifiableCollections.class.getName();
  }

  @Override
  public Version version() {
    return Version.unknownVersion();
  }

  @Override
  public void setupModule(SetupContext context) {
    context.addDeserializerModifier(new Modifier());
  }

  private static final class Modifier extends ValueDeserializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public ValueDeserializer<?> modifyCollectionDeserializer(
        DeserializationConfig config,
        CollectionType type,
        BeanDescription.Supplier description,
        ValueDeserializer<?> deserializer) {
      return new Wrapping(deserializer);
    }

    @Override
    public ValueDeserializer<?> modifyMapDeserializer(
        DeserializationConfig config,
        MapType type,
        BeanDescription.Supplier description,
        ValueDeserializer<?> deserializer) {
      return new Wrapping(deserializer);
    }
  }

  private static final class Wrapping extends DelegatingDeserializer {
    private static final long serialVersionUID = 1L;

    Wrapping(ValueDeserializer<?> wrapped) {
      super(wrapped);
    }

    @Override
    protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> wrapped) {
      return new Wrapping(wrapped);
    }

    @Override
    public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
      Object value = super.deserialize(parser, context);
      if (value instanceof List<?> list) {
        return Collections.unmodifiableList(list);
      }
      return value instanceof Map<?, ?> map ? Collections.unmodifiableMap(map) : value;
    }
  }
}
