package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir Path directory;

  @Test
  void a_shop_whose_port_is_taken_says_so_and_ends() throws IOException, InterruptedException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(taken.getLocalPort());
      Process shop =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Main.class.getName(),
                  port)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("output").toFile())
              .start();
      try {
        assertThat(shop.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(shop.exitValue()).isEqualTo(1);
        assertThat(directory.resolve("output")).content().contains("port " + port);
      } finally {
        shop.descendants().forEach(ProcessHandle::destroy);
        shop.destroyForcibly().waitFor();
      }
    }
  }
}
