// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyAttributes;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Gives a property the same inputs in every run and on every machine, so that it fails for what was
 * changed and not by chance. With {@code -Dfreshet.inputs=new} each run tries others, to find what
 * nobody thought of. jqwik finds it wherever the testkit is on the class path. Stateless.
 */
public final class SameInputs implements AroundPropertyHook {
  private static final String SETTING = "freshet.inputs";

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    PropertyAttributes attributes = context.attributes();
    if (attributes.seed().isEmpty() && !"new".equals(System.getProperty(SETTING))) {
      String name = context.containerClass().getName() + "#" + context.targetMethod().getName();
      attributes.setSeed(Integer.toString(name.hashCode()));
    }
    return property.execute();
  }

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }
}
