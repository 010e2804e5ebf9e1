// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaskingTest {

  @Test
  void shouldMaskSecretsAtEveryDepthAndNothingElse() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("userId", "42");
    data.put("Card_Number", "4111");
    data.put("accessToken", Map.of("value", "x"));
    data.put("payer", Map.of("iban", "DE00", "city", "Bonn"));
    data.put("items", Arrays.asList(Map.of("api-key", 1L), null, 2L));
    data.put("password", null);

    Map<String, Object> masked = Masking.mask(data);

    Map<String, Object> expected = new LinkedHashMap<>(data);
    expected.put("Card_Number", "***");
    expected.put("accessToken", "***");
    expected.put("payer", Map.of("iban", "***", "city", "Bonn"));
    expected.put("items", Arrays.asList(Map.of("api-key", "***"), null, 2L));
    assertEquals(expected, masked);
    assertEquals(List.copyOf(data.keySet()), List.copyOf(masked.keySet()));
  }
}
