package org.dpk.cli.internal.output;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** One JSON document, for a script. */
public final class Json {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .build();

  private Json() {}

  /**
   * Indented, ending without a line break.
   *
   * @param data a record, a map or a list of JSON's own types
   */
  public static String text(Object data) {
    try {
      return MAPPER.writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON for " + data.getClass(), e);
    }
  }

  /** Reads and writes as {@link #text} does. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }
}
