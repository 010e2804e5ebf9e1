// SPDX-License-Identifier: Apache-2.0
/**
 * Events of the notification service in the example domain, generated from {@code src/main/avro}.
 * Each schema names its event type in the property {@code eventType}.
 *
 * <p>Read-only once built, and then safe for any thread. Not null-marked, because generated;
 * getters of nullable fields return an {@link java.util.Optional}.
 */
@NullUnmarked
package dev.freshet.example.notification;

import org.jspecify.annotations.NullUnmarked;
