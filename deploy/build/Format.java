import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Formats or checks every Java file below the current directory; run by the root `pom.xml`.
///
/// The formatter takes a list of files and no directories, and a shell to expand them would tie
/// the build to one system.
final class Format {
  private static final Set<String> NOT_OURS = Set.of("target", "node_modules", "data");

  private Format() {}

  public static void main(String[] args) throws IOException {
    boolean check = args[0].equals("--check");
    List<String> call = new ArrayList<>();
    call.addAll(check ? List.of("--dry-run", "--set-exit-if-changed") : List.of("--replace"));
    int options = call.size();
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
              call.add(file.toString());
            }
            return FileVisitResult.CONTINUE;
          }
        });
    if (check) {
      System.out.printf(
          "Checking the format of %d files; `mvn -N -Pformat` repairs those listed below.%n",
          call.size() - options);
    }
    Main.main(call.toArray(String[]::new));
  }
}
