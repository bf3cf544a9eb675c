package custody.standalone;

import static custody.standalone.Standalone.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/// Persons who ask to be forgotten, and a backup from before they did.
class ErasureIT {
  private static final String DESK = "service:desk";
  private static final String ALICE = "user:alice";
  private static final String BOB = "user:bob";

  @TempDir static Path directory;

  @Test
  void theErasedStayErasedInRebuiltViewsAndInARestoredBackup() throws IOException {
    Path data = directory.resolve("data");
    Path backup = directory.resolve("backup");
    String rep;
    String erased;
    String company;
    String contact;
    try (Standalone custody = Standalone.start(data)) {
      rep =
          custody
              .post(DESK, "/api/reps", "{\"name\":\"欧阳业务\",\"team\":\"East\",\"territory\":\"t1\"}")
              .expect(201)
              .id();
      erased = customer(custody, "person", "诸葛无痕", "+8613900001111");
      company = customer(custody, "company", "Rainbow Foods", "+8613900002222");
      contact =
          custody
              .post(
                  DESK,
                  "/api/customers/" + company + "/contacts",
                  "{\"fields\":{\"name\":\"司马联系\",\"phone\":\"+8613900003333\"}}")
              .expect(201)
              .json()
              .get("created")
              .asString();
      custody
          .post(
              DESK,
              "/api/customers/" + erased + "/assign",
              "{\"to\":\"" + rep + "\",\"reason\":\"诸葛无痕 asked\"}")
          .expect(200);
      custody
          .post(
              DESK,
              "/api/customers/" + erased + "/follow-ups",
              """
              {"medium":"call","occurredAt":"%s","summary":"诸葛无痕 wants tea","rep":"%s",
               "nextStep":{"what":"call 诸葛无痕 again","due":"2030-01-01"}}
              """
                  .formatted(java.time.Instant.now(), rep))
          .expect(201);
      eventually(() -> found(custody, "诸葛无痕") && found(custody, "zhugewuhen"));
    }
    copy(data, backup);

    try (Standalone custody = Standalone.start(data)) {
      custody.get(DESK, "/api/customers/" + company + "/history").expect(200);
      String file = "/api/customers/" + company + "/subject-access?contact=" + contact;
      assertThat(custody.get(ALICE, file).expect(200).text())
          .contains("司马联系", "contact.added", "GET /api/customers/{id}/history", DESK)
          .doesNotContain("Rainbow");
      assertThat(
              custody
                  .get(ALICE, file, "Accept", "text/html", "Accept-Language", "zh")
                  .expect(200)
                  .text())
          .contains("我们记录的您的信息", "司马联系");
      String ofRep = "/api/reps/" + rep + "/subject-access";
      assertThat(custody.get(ALICE, ofRep).expect(200).text())
          .contains("欧阳业务", "rep.joined", "follow-up.recorded", "ownership-began")
          .doesNotContain("诸葛", erased);
      assertThat(
              custody
                  .get(ALICE, ofRep, "Accept", "text/html", "Accept-Language", "zh")
                  .expect(200)
                  .text())
          .contains("您负责与办理的事项", "欧阳业务");
      rotated(custody, data.resolve("master.key"));
      String first = open(custody, "\"customer\":\"" + erased + "\"");
      custody.post(ALICE, "/api/erasures/" + first + "/approve", "{}").expect(409);
      assertThat(
              custody
                  .post(
                      ALICE,
                      "/api/erasures",
                      "{\"customer\":\"%s\",\"basis\":\"consent\",\"reason\":\"mail of 诸葛无痕\"}"
                          .formatted(erased))
                  .expect(422)
                  .text())
          .contains("reason-names-person")
          .doesNotContain("诸葛");
      String second =
          open(custody, "\"customer\":\"" + company + "\",\"contact\":\"" + contact + "\"");
      String third = open(custody, "\"rep\":\"" + rep + "\"");
      for (String id : List.of(first, second, third)) {
        custody.post(BOB, "/api/erasures/" + id + "/approve", "{}").expect(200);
      }
      for (String id : List.of(first, second, third)) {
        eventually(() -> completed(custody, id));
      }
      JsonNode proof = custody.get(ALICE, "/api/erasures/" + first).expect(200).json();
      assertThat(proof.get("requested").get("by").asString()).isEqualTo(ALICE);
      assertThat(proof.get("decided").get("by").asString()).isEqualTo(BOB);
      assertThat(proof.get("removed").get("claims").asInt()).isPositive();
      assertThat(proof.get("removed").get("view:history").asInt()).isPositive();
      assertThat(proof.get("proof").get("keys").size()).isPositive();

      gone(custody, erased, company);
      JsonNode owners =
          custody.get(DESK, "/api/customers/" + erased + "/owners").expect(200).json();
      assertThat(owners.toString()).contains(rep);

      String again = customer(custody, "person", "诸葛无痕", "+8613900001111");
      assertThat(again).isNotEqualTo(erased);
      custody
          .patch(DESK, "/api/customers/" + erased, "{\"fields\":{\"name\":\"someone new\"}}")
          .expect(200);
      String rebuild = custody.post(ALICE, "/api/views/rebuild", "").expect(202).id();
      eventually(
          () ->
              custody
                  .get(ALICE, "/api/operations/" + rebuild)
                  .json()
                  .get("state")
                  .asString()
                  .equals("done"));
      assertThat(custody.get(DESK, "/api/customers/" + erased).expect(200).text())
          .contains("someone new");
      assertThat(custody.get(DESK, "/api/customers/" + erased + "/history").expect(200).text())
          .doesNotContain("诸葛")
          .contains("erased");
    }

    FileSystemUtils.deleteRecursively(data);
    copy(backup, data);
    try (Standalone custody = Standalone.start(data)) {
      eventually(() -> custody.get(DESK, "/api/customers/" + erased).status() == 200);
      gone(custody, erased, company);
      eventually(
          () -> custody.get(ALICE, "/api/erasures").text(),
          () ->
              custody.get(ALICE, "/api/erasures").json().get("erasures").size() == 3
                  && Stream.of(custody.get(ALICE, "/api/erasures").json().get("erasures"))
                      .flatMap(JsonNode::valueStream)
                      .allMatch(it -> it.get("state").asString().equals("completed")));
      assertThat(custody.get(ALICE, "/api/erasures").text()).contains("reappliedAt");
      gone(custody, erased, company);
      customer(custody, "person", "诸葛无痕", "+8613900001111");
    }
  }

  /// A new master key takes over, and the former one goes.
  private static void rotated(Standalone custody, Path file) throws IOException {
    String former = Files.readString(file).strip();
    byte[] next = new byte[32];
    new java.security.SecureRandom().nextBytes(next);
    String added = java.util.Base64.getEncoder().encodeToString(next);
    Files.writeString(file, added + "\n" + former + "\n");
    String operation = custody.post(ALICE, "/api/keys/rotation", "").expect(202).id();
    eventually(
        () ->
            custody
                .get(ALICE, "/api/operations/" + operation)
                .json()
                .get("state")
                .asString()
                .equals("done"));
    JsonNode keys = custody.get(ALICE, "/api/keys").expect(200).json();
    assertThat(keys.get("configured").size()).isEqualTo(2);
    assertThat(keys.get("dataKeys").propertyNames())
        .containsExactly(keys.get("current").asString());
    assertThat(keys.toString()).doesNotContain(former, added);
    Files.writeString(file, added + "\n");
  }

  /// Nowhere: neither to be read nor to be found, nor in any table.
  private static void gone(Standalone custody, String erased, String company) {
    for (String path : List.of("", "/history", "/mirror", "/owners")) {
      assertThat(custody.get(DESK, "/api/customers/" + erased + path).expect(200).text())
          .as(path)
          .doesNotContain("诸葛");
    }
    assertThat(custody.get(DESK, "/api/customers/" + company).expect(200).text())
        .contains("Rainbow Foods")
        .doesNotContain("司马");
    assertThat(custody.get(DESK, "/api/reps").expect(200).text()).doesNotContain("欧阳");
    assertThat(found(custody, "诸葛无痕")).isFalse();
    assertThat(found(custody, "zhugewuhen")).isFalse();
    assertThat(found(custody, "13900003333")).isFalse();
    for (String marker : List.of("诸葛", "zhuge", "司马", "sima", "13900003333", "欧阳业务")) {
      assertThat(Tables.with(custody.jdbc(), "true", marker)).as(marker).isEmpty();
    }
    assertThat(Tables.with(custody.jdbc(), "true", "Rainbow")).isNotEmpty();
  }

  private static boolean found(Standalone custody, String text) {
    return custody
            .get(
                DESK,
                "/api/customers?q="
                    + java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8))
            .expect(200)
            .json()
            .get("customers")
            .size()
        > 0;
  }

  private static boolean completed(Standalone custody, String id) {
    Standalone.Answer answer = custody.get(ALICE, "/api/erasures/" + id);
    return answer.status() == 200 && answer.json().get("state").asString().equals("completed");
  }

  private static String open(Standalone custody, String whose) {
    return custody
        .post(
            ALICE,
            "/api/erasures",
            "{" + whose + ",\"basis\":\"consent\",\"reason\":\"letter of the first of May\"}")
        .expect(201)
        .id();
  }

  private static String customer(Standalone custody, String kind, String name, String phone) {
    return custody
        .post(
            DESK,
            "/api/customers",
            "{\"kind\":\"%s\",\"fields\":{\"name\":\"%s\",\"phone\":\"%s\"}}"
                .formatted(kind, name, phone))
        .expect(201)
        .id();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(
            path,
            to.resolve(from.relativize(path).toString()),
            java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
