package com.example.tram;

import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;

sealed interface TramEvent {
  EventCodec<TramEvent> CODEC = JacksonEventCodec.ofSealed(TramEvent.class);

  record Boarded(String line, int passengers) implements TramEvent {}
}
