package custody.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import custody.command.http.Api.Reply;
import custody.contract.CallEvent;
import custody.contract.Channel;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CommandHttpIT extends CommandSideFixture {
  @Test
  void aCustomerIsRegisteredAmendedAndClassified() {
    Reply registered =
        api.post(
                "/api/customers",
                """
                {"kind":"outlet","fields":{"name":"老王茶叶店","phone":"0571-8888 1234-802",
                 "revenue":{"amount":12.50,"currency":"CNY"},"size":"small"},
                 "externalIds":[{"system":"crm","id":"A-1"}],
                 "classification":{"grade":"A","colour":"#d92d20"}}
                """)
            .is(201);
    String path = "/api/customers/" + registered.id();

    assertThat(registered.location()).isEqualTo(path);
    assertThat(registered.etag()).isEqualTo("\"2\"");
    assertThat(registered.body().path("events").size()).isEqualTo(2);

    Reply amended =
        api.patch(
                path,
                "{\"fields\":{\"size\":\"large\",\"revenue\":null},\"reason\":\"visited\"}",
                "If-Match",
                "\"2\"",
                "Content-Type",
                "application/merge-patch+json")
            .is(200);
    assertThat(amended.etag()).isEqualTo("\"3\"");
    assertThat(
            api.patch(path, "{\"fields\":{\"size\":\"large\"}}", "If-Match", "*")
                .is(200)
                .body()
                .path("events")
                .size())
        .isZero();
    api.patch(path, "{\"fields\":{\"size\":\"small\"}}").isProblem(428, "if-match-missing");
    api.patch(path, "{\"fields\":{\"size\":\"small\"}}", "If-Match", "\"2\"")
        .isProblem(412, "stale-version");
    api.patch(path, "{\"fields\":{\"size\":\"small\"}}", "If-Match", "\"other\"")
        .isProblem(412, "stale-version");
    api.patch(path, "{\"fields\":{\"size\":\"small\"}}", "If-Match", "2")
        .isProblem(400, "if-match-invalid");
    api.patch(path, "{}", "If-Match", "*").isProblem(422, "nothing-to-change");
  }

  @Test
  void contactsAreAddedAmendedAndRemoved() {
    String contacts = "/api/customers/" + customer("联系人之家").id() + "/contacts";
    Reply added = api.post(contacts, "{\"fields\":{\"name\":\"韩梅梅\",\"role\":\"采购\"}}").is(201);
    String contact = contacts + "/" + added.created();

    assertThat(added.location()).isEqualTo(contact);
    api.patch(contact, "{\"fields\":{\"role\":null}}", "If-Match", "\"2\"").is(200);
    api.delete(contact).isProblem(428, "if-match-missing");
    api.delete(contact, "If-Match", "\"3\"").is(200);
    api.delete(contact, "If-Match", "*").isProblem(404, "contact-not-found");
    api.post(contacts, "{\"fields\":{\"role\":\"x\"}}").isProblem(422, "fields-invalid");
  }

  @Test
  void othersAreResponsibleBesideTheOwnerForATime() {
    String owner = rep();
    String other = rep();
    String path = "/api/customers/" + customer("代管之家").id();
    String cover = "{\"by\":\"" + other + "\",\"until\":\"2199-01-01T00:00:00Z\"}";
    api.post(path + "/covers", cover).isProblem(409, "not-owned");
    api.post(path + "/assign", "{\"to\":\"" + owner + "\",\"reason\":\"new\"}").is(200);
    Reply covered = api.post(path + "/covers", cover).is(201);
    assertThat(covered.location()).isEqualTo(path + "/covers/" + covered.created());
    api.post(path + "/covers", cover.replace("2199", "1999")).isProblem(422, "until-too-early");
    api.delete(path + "/covers/" + covered.created()).isProblem(428, "if-match-missing");
    assertThat(
            api.delete(path + "/covers/" + covered.created(), "If-Match", "*")
                .is(200)
                .body()
                .path("events"))
        .hasSize(1);
    assertThat(
            api.delete(path + "/covers/" + covered.created(), "If-Match", "*")
                .is(200)
                .body()
                .path("events"))
        .isEmpty();

    api.post(path + "/collaborators", "{\"rep\":\"" + other + "\"}").is(201);
    api.post(path + "/stewards", "{\"account\":\"user:chen\"}").is(201);
    api.post(path + "/stewards", "{\"account\":\"service:erp\"}").isProblem(422, "steward-invalid");
    api.post(path + "/exemptions", "{\"until\":\"2199-01-01T00:00:00Z\"}")
        .isProblem(422, "reason-missing");
  }

  @Test
  void complaintsAreResolvedAndLossesMadeGood() {
    String path = "/api/customers/" + customer("投诉之家").id();
    Reply raised =
        api.post(path + "/complaints", "{\"category\":\"delivery\",\"summary\":\"三天没送到\"}").is(201);
    api.post(raised.location() + "/escalate", "{\"to\":\"user:boss\"}").is(200);
    api.post(raised.location() + "/resolve", "{\"resolution\":\"今天送到\"}").is(200);
    api.post(raised.location() + "/escalate", null).isProblem(409, "complaint-resolved");

    api.post(path + "/won-back", null).isProblem(409, "not-lost");
    String lost = "{\"reason\":\"price\",\"yearlyCost\":{\"amount\":1200.5,\"currency\":\"CNY\"}}";
    api.post(path + "/churn", lost).is(200);
    api.post(path + "/churn", lost).isProblem(409, "already-lost");
    api.post(path + "/churn", lost.replace("CNY", "yuan")).isProblem(400, "property-invalid");
    api.post(path + "/won-back", null).is(200);

    Reply call =
        api.post(
                path + "/calls",
                "{\"startedAt\":\""
                    + Instant.now()
                    + "\",\"number\":\"+8613912345678\","
                    + "\"answered\":true}")
            .is(201);
    api.send("PUT", call.location() + "/recording", "{\"recording\":\"r/7\"}", "If-Match", "*")
        .is(200);
    assertThat(log.stream(UUID.fromString(call.id())))
        .filteredOn(recorded -> recorded.event() instanceof CallEvent)
        .hasSize(2)
        .allSatisfy(it -> assertThat(it.envelope().channel()).isEqualTo(Channel.CTI));
  }

  @Test
  void customersOfAPoolAreSharedFairly() {
    String one = rep();
    String other = rep();
    String owned = customer("已分配").id();
    api.post("/api/customers/" + owned + "/assign", "{\"to\":\"" + one + "\",\"reason\":\"new\"}")
        .is(200);
    String customers =
        Stream.of(customer("甲").id(), customer("乙").id(), owned, customer("丙").id())
            .map(id -> "\"" + id + "\"")
            .collect(Collectors.joining(","));
    Reply shared =
        api.post(
                "/api/pools/assignments",
                "{\"customers\":[%s],\"to\":[\"%s\",\"%s\"],\"reason\":\"分配\"}"
                    .formatted(customers, one, other))
            .is(200);
    assertThat(shared.body().path("assigned").valueStream().map(it -> it.path("rep").asString()))
        .containsExactly(other, one, other);
    assertThat(shared.body().path("refused").valueStream().map(it -> it.path("code").asString()))
        .containsExactly("not-in-pool");
  }

  @Test
  void anImportantDateKeepsWhatAPatchLeavesOut() {
    String dates = "/api/customers/" + customer("生日之家").id() + "/dates";
    Reply set =
        api.post(
                dates,
                """
                {"kind":"birthday","label":"王总","date":"1980-05-06","calendar":"lunar",
                 "remindDaysBefore":7}
                """)
            .is(201);
    String date = dates + "/" + set.created();

    api.patch(date, "{\"remindDaysBefore\":3}", "If-Match", "\"2\"").is(200);
    assertThat(
            api.patch(
                    date,
                    "{\"kind\":\"birthday\",\"label\":\"王总\",\"date\":\"1980-05-06\","
                        + "\"calendar\":\"lunar\",\"remindDaysBefore\":3}",
                    "If-Match",
                    "*")
                .is(200)
                .body()
                .path("events")
                .size())
        .isZero();
    api.patch(date, "{\"remindDaysBefore\":367}", "If-Match", "*")
        .isProblem(400, "property-invalid");
    api.patch(date, "{\"date\":null}", "If-Match", "*").isProblem(400, "property-missing");
    api.delete(date, "If-Match", "*").is(200);
    api.patch(date, "{\"remindDaysBefore\":1}", "If-Match", "*").isProblem(404, "date-not-found");
  }

  @Test
  void aFollowUpIsRecordedAmendedAndItsPromiseKept() {
    String rep = rep();
    String path = "/api/customers/" + customer("跟进之家").id();
    String followUps = path + "/follow-ups";
    api.post(path + "/assign", "{\"to\":\"%s\",\"reason\":\"new\"}".formatted(rep)).is(200);
    Reply recorded =
        api.as("rep:" + rep)
            .post(
                followUps,
                """
                {"medium":"visit","occurredAt":"%s","summary":"谈了价格",
                 "nextStep":{"what":"寄样品","due":"2030-01-01"}}
                """
                    .formatted(Instant.now()))
            .is(201);
    String followUp = followUps + "/" + recorded.created();

    api.patch(followUp, "{\"outcome\":\"order\",\"nextStep\":{\"due\":null}}", "If-Match", "\"3\"")
        .is(200);
    api.post(followUp + "/done", "{\"note\":\"已寄\"}").is(200);
    api.post(followUp + "/done", null).isProblem(409, "no-open-next-step");
    api.post(followUps + "/" + UUID.randomUUID() + "/done", null)
        .isProblem(404, "follow-up-not-found");
  }

  @Test
  void aCustomerMovesBetweenPoolAndOwners() {
    String first = rep();
    String second = rep();
    String path = "/api/customers/" + customer("转移之家").id();

    api.post(path + "/assign", "{\"to\":\"%s\",\"reason\":\"new\"}".formatted(first)).is(200);
    api.post(path + "/transfer", "{\"to\":\"%s\",\"reason\":\"new\"}".formatted(first))
        .isProblem(409, "already-owner");
    api.post(path + "/transfer", "{\"to\":\"%s\"}".formatted(second))
        .isProblem(422, "reason-missing");
    Reply moved =
        api.post(path + "/transfer", "{\"to\":\"%s\",\"reason\":\"area\"}".formatted(second))
            .is(200);
    api.post(path + "/claim", "{\"by\":\"%s\",\"reason\":\"mine\"}".formatted(first))
        .isProblem(409, "not-in-pool");
    api.post(path + "/release", "{\"pool\":\"north\",\"reason\":\"too many\"}").is(200);
    api.post(path + "/release", "{\"reason\":\"again\"}").isProblem(409, "not-owned");
    api.post(path + "/claim", "{\"reason\":\"mine\"}").isProblem(422, "claimant-missing");
    api.as("rep:" + first).post(path + "/claim", "{\"reason\":\"mine\"}").is(200);
    api.post(
            path + "/corrections",
            "{\"event\":\"%s\",\"reason\":\"typed wrongly\"}"
                .formatted(moved.body().path("events").get(0).stringValue()))
        .is(200);
    api.post(path + "/assortment", "{\"product\":\"tea\",\"monthlyVolume\":12.5}").is(200);
  }

  @Test
  void aRepWhoLeftGetsNoCustomers() {
    String rep = rep();
    String path = "/api/customers/" + customer("离职之家").id();

    api.post("/api/reps/" + rep + "/move", "{\"team\":\"south\",\"territory\":\"Ningbo\"}").is(200);
    api.post("/api/reps/" + rep + "/leaving", "{\"lastDay\":\"2030-01-31\"}").is(200);
    api.post("/api/reps/" + rep + "/left", null).is(200);
    api.post(path + "/assign", "{\"to\":\"%s\",\"reason\":\"x\"}".formatted(rep))
        .isProblem(409, "rep-not-active");
    api.post(path + "/assign", "{\"to\":\"%s\",\"reason\":\"x\"}".formatted(UUID.randomUUID()))
        .isProblem(409, "unknown-rep");
  }

  @Test
  void aCertainDuplicateIsRefusedWithALinkToTheCustomer() {
    String body = "{\"kind\":\"company\",\"fields\":{\"name\":\"%s\",\"phone\":\"0571-87654321\"}}";
    String existing = api.post("/api/customers", body.formatted("甲乙丙贸易")).is(201).id();
    Reply refused =
        api.post("/api/customers", body.formatted("完全不同")).isProblem(409, "duplicate-certain");

    assertThat(refused.link()).contains("</api/customers/" + existing + ">");
    assertThat(refused.body().path("existing").stringValue()).isEqualTo(existing);
    assertThat(refused.body().toString()).doesNotContain("87654321");
  }

  @Test
  void theSameKeyGivesTheSameAnswer() {
    String body = "{\"kind\":\"company\",\"fields\":{\"name\":\"同一个答案\"}}";
    String key = UUID.randomUUID().toString();
    Reply first = api.post("/api/customers", body, "Idempotency-Key", key).is(201);
    long before = log.head();
    Reply again = api.post("/api/customers", body, "Idempotency-Key", key);

    assertThat(again).isEqualTo(first);
    assertThat(log.head()).isEqualTo(before);
    api.post("/api/customers", body + " ", "Idempotency-Key", key)
        .isProblem(422, "idempotency-key-reused");
    api.post("/api/reps", body, "Idempotency-Key", key).is(400);
    api.post("/api/customers", body, "Idempotency-Key", "a key\twith blanks")
        .isProblem(400, "idempotency-key-invalid");
  }

  @Test
  void parallelRepetitionsRecordOnce() throws Exception {
    String body = "{\"kind\":\"company\",\"fields\":{\"name\":\"只此一家独一无二\"}}";
    String key = UUID.randomUUID().toString();
    long before = log.head();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reply>> replies =
          IntStream.range(0, 20)
              .mapToObj(
                  _ ->
                      threads.submit(
                          () -> api.post("/api/customers", body, "Idempotency-Key", key)))
              .toList();
      for (Future<Reply> reply : replies) {
        if (reply.get().status() != 201) {
          reply.get().isProblem(409, "idempotency-key-in-flight");
        }
      }
    }
    assertThat(log.after(before, 10)).hasSize(1);
  }
}
