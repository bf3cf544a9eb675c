package custody.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/// Stands between a client and PostgreSQL, and fails where it is told to.
final class CuttingProxy implements AutoCloseable {

  enum Cut {
    /// The request never leaves.
    BEFORE_REQUEST,
    /// Half of the request arrives.
    AMID_REQUEST,
    /// The request arrives, and nobody waits for the answer.
    AFTER_REQUEST,
    /// The answer was on its way.
    BEFORE_ANSWER,
    /// Nothing breaks, but nothing arrives any more.
    SILENCE
  }

  private final ServerSocket server;
  private final int target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /// What happens to the next request that carries the marker.
  private final AtomicReference<Cut> next = new AtomicReference<>();

  private final byte[] marker;

  CuttingProxy(int target, String marker) throws IOException {
    this.target = target;
    this.marker = marker.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  void cutNext(Cut cut) {
    next.set(cut);
  }

  /// Whether the last cut took place.
  boolean hasCut() {
    return next.get() == null;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        Socket postgres = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        postgres.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(postgres);
        Link link = new Link(client, postgres);
        Thread.ofVirtual().start(link::requests);
        Thread.ofVirtual().start(link::answers);
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private final class Link {
    private final Socket client;
    private final Socket postgres;
    private volatile boolean cutAnswer;
    private volatile boolean mute;

    Link(Socket client, Socket postgres) {
      this.client = client;
      this.postgres = postgres;
    }

    void requests() {
      try {
        InputStream in = client.getInputStream();
        OutputStream out = postgres.getOutputStream();
        byte[] buffer = new byte[1 << 20];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          Cut cut = contains(buffer, read) ? next.getAndSet(null) : null;
          switch (cut) {
            case null -> out.write(buffer, 0, read);
            case BEFORE_REQUEST -> close();
            case AMID_REQUEST -> {
              out.write(buffer, 0, read / 2);
              close();
            }
            case AFTER_REQUEST -> {
              out.write(buffer, 0, read);
              client.close();
            }
            case BEFORE_ANSWER -> {
              cutAnswer = true;
              out.write(buffer, 0, read);
            }
            case SILENCE -> {
              mute = true;
              out.write(buffer, 0, read);
            }
          }
        }
      } catch (IOException e) {
        close();
      }
    }

    void answers() {
      try {
        InputStream in = postgres.getInputStream();
        OutputStream out = client.getOutputStream();
        byte[] buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          if (cutAnswer) {
            close();
          } else if (!mute) {
            out.write(buffer, 0, read);
          }
        }
        close();
      } catch (IOException e) {
        close();
      }
    }

    private void close() {
      try {
        client.close();
        postgres.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private boolean contains(byte[] buffer, int length) {
    for (int i = 0; i + marker.length <= length; i++) {
      if (java.util.Arrays.equals(buffer, i, i + marker.length, marker, 0, marker.length)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
