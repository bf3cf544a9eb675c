import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Formats or checks every Java file below the current directory; run by the root `pom.xml`.
///
/// The formatter takes a list of files and no directories, and a shell to expand them would tie
/// the build to one system. What was found formatted once is passed over until it changes: a whole
/// tree takes most of a minute of a processor, an edit none that one would notice.
final class Format {
  /// The checksums of files that are formatted; gone with `mvn clean`.
  private static final Path FORMATTED = Path.of("target", "formatted");

  private static final Set<String> NOT_OURS = Set.of("target", "node_modules", "data");

  private static final int WIDTH = 100;
  private static final Pattern MARKDOWN = Pattern.compile("( */// +)(.*)");

  private Format() {}

  public static void main(String[] args) throws Exception {
    boolean check = args[0].equals("--check");
    Set<String> formatted =
        Files.exists(FORMATTED) ? Set.copyOf(Files.readAllLines(FORMATTED)) : Set.of();
    List<Path> all = new ArrayList<>();
    Files.walkFileTree(
        Path.of(""),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            String name = dir.getFileName().toString();
            return NOT_OURS.contains(name) || (name.startsWith(".") && !name.isEmpty())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              all.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    List<Path> changed = new ArrayList<>();
    for (Path file : all) {
      if (!formatted.contains(checksum(file))) {
        changed.add(file);
      }
    }
    if (check) {
      System.out.printf(
          "Checking the format of %d files, %d of them new or changed; `mvn -N -Pformat` repairs"
              + " those listed below.%n",
          all.size(), changed.size());
    } else {
      for (Path file : changed) {
        wrapMarkdownComments(file);
      }
    }
    int result = changed.isEmpty() ? 0 : format(check, changed);
    if (result == 0) {
      List<String> checksums = new ArrayList<>();
      for (Path file : all) {
        checksums.add(checksum(file));
      }
      Files.createDirectories(FORMATTED.getParent());
      Files.write(FORMATTED, checksums);
    }
    System.exit(result);
  }

  private static int format(boolean check, List<Path> files) throws Exception {
    List<String> call = new ArrayList<>();
    call.addAll(check ? List.of("--dry-run", "--set-exit-if-changed") : List.of("--replace"));
    files.forEach(file -> call.add(file.toString()));
    return new Main(new PrintWriter(System.out, true), new PrintWriter(System.err, true), System.in)
        .format(call.toArray(String[]::new));
  }

  private static String checksum(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  /// Wraps `///` lines that are too long, because the formatter breaks them into `//` lines, which
  /// are no documentation. What does not fit moves to the next line of the paragraph.
  private static void wrapMarkdownComments(Path file) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    boolean changed = false;
    for (int i = 0; i < lines.size(); i++) {
      Matcher comment = MARKDOWN.matcher(lines.get(i));
      int end = lines.get(i).lastIndexOf(' ', WIDTH);
      if (!comment.matches() || lines.get(i).length() <= WIDTH || end <= comment.end(1)) {
        continue;
      }
      String rest = lines.get(i).substring(end + 1);
      lines.set(i, lines.get(i).substring(0, end));
      Matcher next = MARKDOWN.matcher(i + 1 < lines.size() ? lines.get(i + 1) : "");
      if (next.matches() && next.group(2).matches("[^-*@#`|>\\d\\s].*")) {
        lines.set(i + 1, next.group(1) + rest + " " + next.group(2));
      } else {
        lines.add(i + 1, comment.group(1) + rest);
      }
      changed = true;
    }
    if (changed) {
      Files.write(file, lines);
    }
  }
}
