package org.dpk.pkm.internal.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Set;

/** The JSON that comes in: bounded, one object, no field that is not known. */
final class Json {

  /** The longest body, in bytes. */
  static final int MAX_BODY = 8 * 1024;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /**
   * The object in a request's body; an empty body is an empty object.
   *
   * @param fields which may stand in it
   */
  static JsonNode object(Context context, Set<String> fields) throws Problem, IOException {
    JsonNode body = read(context);
    if (!body.isObject()) {
      throw new Problem(400, "bad-request", "the body has to be a JSON object");
    }
    for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
      if (!fields.contains(names.next())) {
        throw new Problem(400, "bad-request", "the body may hold these fields only: " + fields);
      }
    }
    return body;
  }

  /** Answers with an object. */
  static void answer(Context context, String mediaType, ObjectNode json) {
    context.contentType(mediaType).result(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode read(Context context) throws Problem, IOException {
    try (InputStream in = context.req().getInputStream()) {
      byte[] body = in.readNBytes(MAX_BODY + 1);
      if (body.length > MAX_BODY) {
        throw new Problem(413, "too-large", "the body has at most " + MAX_BODY + " bytes");
      }
      return body.length == 0 ? MAPPER.createObjectNode() : MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw new Problem(400, "bad-request", "the body is no JSON: " + e.getOriginalMessage());
    }
  }

  /** A text in an object; what to take if it is not there. */
  static String text(JsonNode object, String field, String otherwise) throws Problem {
    JsonNode value = object.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isTextual()) {
      throw new Problem(400, "bad-request", "'" + field + "' has to be a text");
    }
    return value.textValue();
  }

  /** A truth value in an object; false if it is not there. */
  static boolean flag(JsonNode object, String field) throws Problem {
    JsonNode value = object.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw new Problem(400, "bad-request", "'" + field + "' has to be true or false");
    }
    return value.booleanValue();
  }
}
