package custody.axonserver;

import io.axoniq.axonserver.grpc.event.Event;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One context's events: in memory for reading, in a file for surviving. A transaction is one
/// record of the file; one that was not written to its end never was.
final class History implements AutoCloseable {
  /// The events are not where their streams are.
  static final class OutOfSequenceException extends Exception {
    private static final long serialVersionUID = 1L;

    OutOfSequenceException(Event event, long expected) {
      super(
          "[AXONIQ-2000] Invalid sequence number %d for aggregate %s, expected %d"
              .formatted(
                  event.getAggregateSequenceNumber(), event.getAggregateIdentifier(), expected));
    }
  }

  private final List<Event> all = new ArrayList<>();
  private final Map<String, List<Event>> streams = new HashMap<>();
  private final List<Runnable> followers = new ArrayList<>();
  private final FileChannel file;

  History(Path path) {
    try {
      Files.createDirectories(path.getParent());
      file =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      file.position(load(Files.readAllBytes(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @return where the last whole transaction ends
  private long load(byte[] bytes) throws IOException {
    long end = 0;
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      while (true) {
        byte[] transaction = new byte[in.readInt()];
        in.readFully(transaction);
        ByteArrayInputStream events = new ByteArrayInputStream(transaction);
        while (events.available() > 0) {
          add(Event.parseDelimitedFrom(events));
        }
        end += Integer.BYTES + transaction.length;
      }
    } catch (EOFException e) {
      return end;
    }
  }

  synchronized void append(List<Event> events) throws OutOfSequenceException {
    Map<String, Long> next = new HashMap<>();
    for (Event event : events) {
      long expected = next.getOrDefault(event.getAggregateIdentifier(), highest(event) + 1);
      if (event.getAggregateSequenceNumber() != expected) {
        throw new OutOfSequenceException(event, expected);
      }
      next.put(event.getAggregateIdentifier(), expected + 1);
    }
    try {
      ByteArrayOutputStream transaction = new ByteArrayOutputStream();
      for (Event event : events) {
        event.writeDelimitedTo(transaction);
      }
      ByteBuffer record = ByteBuffer.allocate(Integer.BYTES + transaction.size());
      record.putInt(transaction.size()).put(transaction.toByteArray()).flip();
      file.write(record);
      file.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    events.forEach(this::add);
    followers.forEach(Runnable::run);
  }

  private void add(Event event) {
    all.add(event);
    streams.computeIfAbsent(event.getAggregateIdentifier(), _ -> new ArrayList<>()).add(event);
  }

  private long highest(Event event) {
    return highest(event.getAggregateIdentifier());
  }

  /// -1 if there is no such stream.
  synchronized long highest(String stream) {
    return streams.getOrDefault(stream, List.of()).size() - 1L;
  }

  synchronized List<Event> stream(String stream, long firstSequence) {
    List<Event> events = streams.getOrDefault(stream, List.of());
    return List.copyOf(events.subList((int) Math.min(firstSequence, events.size()), events.size()));
  }

  synchronized List<Event> all() {
    return List.copyOf(all);
  }

  synchronized int size() {
    return all.size();
  }

  synchronized Event get(int token) {
    return all.get(token);
  }

  /// Told of each append, on the thread that appended.
  synchronized void follow(Runnable follower) {
    followers.add(follower);
  }

  synchronized void unfollow(Runnable follower) {
    followers.remove(follower);
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
