// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import dev.freshet.rules.schema.FieldType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The types of one event's payload, for CEL's type checker. A record becomes a struct, so that the
 * checker knows its fields; one that is open stays a map. Every value may be compared with null,
 * whatever the schema says: events that were stored under an older schema may lack it. Immutable
 * and safe for any thread.
 */
final class PayloadTypes implements CelTypeProvider {
  /** Holds a blank, so that no expression can name it or a type inside it. */
  private static final String ROOT = "payload ";

  private static final MapType OPEN = MapType.create(SimpleType.STRING, SimpleType.DYN);

  private final CelType root;
  private final ImmutableMap<String, CelType> structs;

  private PayloadTypes(CelType root, Map<String, CelType> structs) {
    this.root = root;
    this.structs = ImmutableMap.copyOf(structs);
  }

  static PayloadTypes of(FieldType.Struct data) {
    Reader reader = new Reader();
    return new PayloadTypes(reader.struct(ROOT, data), reader.structs);
  }

  /** The type of {@code data}. */
  CelType root() {
    return root;
  }

  @Override
  public ImmutableCollection<CelType> types() {
    return structs.values();
  }

  @Override
  public Optional<CelType> findType(String name) {
    return Optional.ofNullable(structs.get(name));
  }

  /** Gives every record a name, on the way through the payload. */
  private static final class Reader {
    private final Map<String, CelType> structs = new LinkedHashMap<>();

    private CelType struct(String name, FieldType.Struct struct) {
      if (struct.open()) {
        return OPEN;
      }
      Map<String, CelType> fields = new HashMap<>();
      struct.fields().forEach((field, type) -> fields.put(field, field(name + "/" + field, type)));
      ImmutableMap<String, CelType> types = ImmutableMap.copyOf(fields);
      structs.put(
          name,
          StructType.create(name, types.keySet(), field -> Optional.ofNullable(types.get(field))));
      return StructTypeReference.create(name);
    }

    private CelType field(String name, FieldType.Field field) {
      boolean collection =
          field.type() instanceof FieldType.ListOf || field.type() instanceof FieldType.MapOf;
      // The checker knows no list that may be null.
      return collection && field.nullable() ? SimpleType.DYN : nullable(type(name, field.type()));
    }

    private static CelType nullable(CelType type) {
      return switch (type.kind()) {
        case STRING, INT, DOUBLE, BOOL -> NullableType.create(type);
        default -> type;
      };
    }

    private CelType type(String name, FieldType type) {
      if (type instanceof FieldType.Simple simple) {
        return switch (simple) {
          case TEXT -> SimpleType.STRING;
          case INTEGER -> SimpleType.INT;
          case DECIMAL -> SimpleType.DOUBLE;
          case BOOL -> SimpleType.BOOL;
          case TIMESTAMP -> SimpleType.TIMESTAMP;
          case ANY -> SimpleType.DYN;
        };
      }
      if (type instanceof FieldType.Struct struct) {
        return struct(name, struct);
      }
      if (type instanceof FieldType.ListOf list) {
        return ListType.create(type(name + "[]", list.elements()));
      }
      if (type instanceof FieldType.MapOf map) {
        return MapType.create(SimpleType.STRING, type(name + "{}", map.values()));
      }
      return SimpleType.STRING;
    }
  }
}
