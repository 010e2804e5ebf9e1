// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server of this machine to do something, and waits until it has: one line each way, over
 * one connection. For one thread.
 */
final class Control implements AutoCloseable {
  private static final String DONE = "done ";

  private final Socket socket;
  private final BufferedReader answers;
  private final PrintWriter questions;

  private Control(Socket socket) throws IOException {
    this.socket = socket;
    this.answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    this.questions = new PrintWriter(socket.getOutputStream(), true, UTF_8);
    socket.setTcpNoDelay(true);
  }

  /** What a server can be asked to do. */
  @FunctionalInterface
  interface Action {

    /** Does it, and says what came of it; what is thrown is told to who asks. */
    String run(String argument) throws Exception;
  }

  /** Connects to the port that {@link #serve} says. */
  static Control connect(int port) throws IOException {
    return new Control(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /**
   * What came of it.
   *
   * @throws IllegalStateException if it failed there, with the reason
   */
  String ask(String name, String argument) throws IOException {
    questions.println(name + " " + argument);
    String answer = answers.readLine();
    if (answer == null || !answer.startsWith(DONE)) {
      throw new IllegalStateException(name + ": failed in the server: " + answer);
    }
    return answer.substring(DONE.length());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Serves in the background, one asker after the other; says at which port. */
  static int serve(Map<String, Action> actions) throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(() -> serve(server, Map.copyOf(actions)), "control");
    thread.setDaemon(true);
    thread.start();
    return server.getLocalPort();
  }

  private static void serve(ServerSocket server, Map<String, Action> actions) {
    try (server) {
      while (true) {
        try (Control asker = new Control(server.accept())) {
          asker.answer(actions);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("control: found no connection any more", e);
    }
  }

  private void answer(Map<String, Action> actions) throws IOException {
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      int space = line.indexOf(' ');
      questions.println(outcome(actions.get(line.substring(0, space)), line.substring(space + 1)));
    }
  }

  private static String outcome(@Nullable Action action, String argument) {
    if (action == null) {
      return "found no such action";
    }
    try {
      return DONE + action.run(argument);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e.toString();
    } catch (Exception e) {
      return e.toString().replace('\n', ' ');
    }
  }
}
