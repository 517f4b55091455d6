package com.example.tram;

import com.example.tram.TramEvent.Boarded;
import io.tidemark.window.WindowFixture;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class QuarterTest {
  private static Instant at(String time) {
    return Instant.parse("2026-03-02T" + time + ":00Z");
  }

  private static Quarter quarter(long stops, long passengers) {
    return new Quarter("red", at("08:00"), at("08:15"), stops, passengers);
  }

  @Test
  void a_quarter_is_there_two_minutes_after_its_end_and_a_late_stop_corrects_it() {
    WindowFixture.of(Quarter.PROJECTION, "tram", TramEvent.CODEC)
        .given("red", at("08:03"), new Boarded("red", 12))
        .given("red", at("08:16"), new Boarded("red", 8))
        .thenNothing()
        .given("blue", at("08:17"), new Boarded("blue", 5))
        .thenCame(quarter(1, 12))
        .given("red", at("08:09"), new Boarded("red", 20))
        .thenWent(quarter(1, 12))
        .thenCame(quarter(2, 32));
  }
}
