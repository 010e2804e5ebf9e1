// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

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
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** The schemas of the events of the eight example services. Stateless. */
public final class ShippedEvents {
  private static final Map<String, Schema> BY_TYPE =
      Stream.of(
              AnalyticsRecomputed.getClassSchema(),
              BillIssued.getClassSchema(),
              BillStatusChanged.getClassSchema(),
              CouponRedeemed.getClassSchema(),
              DocumentDeleted.getClassSchema(),
              DocumentUploaded.getClassSchema(),
              NotificationPreferencesChanged.getClassSchema(),
              PaymentFailed.getClassSchema(),
              PaymentRefunded.getClassSchema(),
              PaymentSuccess.getClassSchema(),
              SessionRevoked.getClassSchema(),
              TemplateUpdated.getClassSchema(),
              UserDeleted.getClassSchema(),
              UserUpdated.getClassSchema(),
              UtilityProviderUpdated.getClassSchema(),
              WebhookConfigChanged.getClassSchema())
          .collect(
              Collectors.collectingAndThen(
                  Collectors.toMap(
                      schema -> schema.getProp("eventType"),
                      schema -> schema,
                      (first, second) -> {
                        throw new IllegalStateException(first + " and " + second);
                      },
                      TreeMap::new),
                  Collections::unmodifiableMap));

  private ShippedEvents() {}

  /** The schemas by event type, in the order of the types. */
  public static Map<String, Schema> byType() {
    return BY_TYPE;
  }
}
