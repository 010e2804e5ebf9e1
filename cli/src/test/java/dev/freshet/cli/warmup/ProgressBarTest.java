// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.warmup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private static Estimate estimate(long seconds, long done) {
    Estimate estimate = new Estimate();
    estimate.add(0, 0);
    estimate.add(Duration.ofSeconds(seconds).toNanos(), done);
    return estimate;
  }

  @Test
  void shouldDrawHowFarARunIs() {
    assertEquals(
        "[############............]  50% running  2,500 of 5,000 keys, 500/s, about 5s left",
        ProgressBar.drawn(new Seen("running", "", 2_500, 5_000, 0), estimate(5, 2_500)));
    assertEquals(
        "[#######################.]  99% running  4,999 of 5,000 keys, 7 failed",
        ProgressBar.drawn(new Seen("running", "", 4_999, 5_000, 7), new Estimate()));
    assertEquals(
        "[########################] 100% done  5,000 of 5,000 keys",
        ProgressBar.drawn(new Seen("done", "", 5_000, 5_000, 0), estimate(5, 5_000)));
  }

  @Test
  void shouldDrawRunsOfWhichNoKeyIsKnown() {
    assertEquals(
        "[........................]   0% waiting: no live member can load region cart",
        ProgressBar.drawn(
            new Seen("waiting", "no live member can load region cart", 0, 0, 0), new Estimate()));
    assertEquals(
        "[########################] 100% done",
        ProgressBar.drawn(new Seen("done", "", 0, 0, 0), new Estimate()));
  }

  @Test
  void shouldTellSlowPacesAndLongTimes() {
    assertEquals(
        "running  25 of 1,000 keys, 2.5/s, about 7m left",
        ProgressBar.plain(new Seen("running", "", 25, 1_000, 0), estimate(10, 25)));
    assertEquals(
        "running  10 of 100,000 keys, 1.0/s, about 28h left",
        ProgressBar.plain(new Seen("running", "", 10, 100_000, 0), estimate(10, 10)));
  }
}
