package custody.query.follow;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.Recorded;
import custody.query.Story;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FollowTest {
  @Test
  void aLineTellsWhatHappened() {
    Story story = new Story();
    story.register("2026-01-01T08:00:00.25Z", null, Story.text("name", "上海汇川餐饮"));
    Recorded registered = story.events().getFirst();

    String line = Follow.line(registered);

    assertThat(line).doesNotContain("\n");
    JsonNode told = JsonMapper.shared().readTree(line);
    assertThat(told.get("customer").asString()).isEqualTo(story.customer.toString());
    assertThat(told.get("event").asString()).isEqualTo(registered.eventId().toString());
    assertThat(told.get("name").asString()).isEqualTo("customer.registered");
    assertThat(Instant.parse(told.get("effectiveAt").asString()))
        .isEqualTo(registered.effectiveAt());
    assertThat(Instant.parse(told.get("recordedAt").asString())).isEqualTo(registered.recordedAt());
    assertThat(told.get("version").asLong()).isEqualTo(1);
    assertThat(told.get("payload").toString()).contains("上海汇川餐饮");
  }
}
