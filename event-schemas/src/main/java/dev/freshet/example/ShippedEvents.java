// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example;

import dev.freshet.example.analytics.AnalyticsRecomputed;
import dev.freshet.example.billing.BillIssued;
import dev.freshet.example.billing.BillStatusChanged;
import dev.freshet.example.billing.CouponRedeemed;
import dev.freshet.example.document.DocumentDeleted;
import dev.freshet.example.document.DocumentUploaded;
import dev.freshet.example.notification.NotificationPreferencesChanged;
import dev.freshet.example.notification.TemplateUpdated;
import dev.freshet.example.payment.PaymentFailed;
import dev.freshet.example.payment.PaymentRefunded;
import dev.freshet.example.payment.PaymentSuccess;
import dev.freshet.example.user.SessionRevoked;
import dev.freshet.example.user.UserDeleted;
import dev.freshet.example.user.UserUpdated;
import dev.freshet.example.utility.UtilityProviderUpdated;
import dev.freshet.example.webhook.WebhookConfigChanged;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** The events of the eight example services. Stateless. */
public final class ShippedEvents {
  private static final List<Supplier<SpecificRecord>> RECORDS =
      List.of(
          AnalyticsRecomputed::new,
          BillIssued::new,
          BillStatusChanged::new,
          CouponRedeemed::new,
          DocumentDeleted::new,
          DocumentUploaded::new,
          NotificationPreferencesChanged::new,
          PaymentFailed::new,
          PaymentRefunded::new,
          PaymentSuccess::new,
          SessionRevoked::new,
          TemplateUpdated::new,
          UserDeleted::new,
          UserUpdated::new,
          UtilityProviderUpdated::new,
          WebhookConfigChanged::new);

  private static final Map<String, Supplier<SpecificRecord>> BY_TYPE = new TreeMap<>();
  private static final Map<String, Schema> SCHEMAS = new TreeMap<>();

  static {
    for (Supplier<SpecificRecord> empty : RECORDS) {
      Schema schema = empty.get().getSchema();
      BY_TYPE.put(schema.getProp("eventType"), empty);
      SCHEMAS.put(schema.getProp("eventType"), schema);
    }
  }

  private ShippedEvents() {}

  /** The schemas by event type, in the order of the types. */
  public static Map<String, Schema> byType() {
    return Collections.unmodifiableMap(SCHEMAS);
  }

  /**
   * An event's data with all fields still to be set.
   *
   * @throws IllegalArgumentException if no such type is shipped
   */
  public static SpecificRecord newRecord(String type) {
    Supplier<SpecificRecord> empty = BY_TYPE.get(type);
    if (empty == null) {
      throw new IllegalArgumentException(
          "event type: found " + type + ", expected one of " + BY_TYPE.keySet());
    }
    return empty.get();
  }
}
