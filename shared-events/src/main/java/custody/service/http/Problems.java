package custody.service.http;

import custody.contract.Id;
import custody.service.Problem;
import custody.service.Texts;
import custody.service.Times;
import custody.store.OutcomeUnknownException;
import custody.store.StoreUnavailableException;
import custody.wire.ContractJson;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpMethod;
import org.springframework.http.converter.HttpMessageConversionException;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.validation.FieldError;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingPathVariableException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Every failure as a problem: what the client can mend as 4xx that says how, the rest as 5xx that
/// says nothing of the inside. Values that were sent are never repeated.
final class Problems {
  private Problems() {}

  static Problem of(Throwable failure) {
    return switch (failure) {
      case Problem problem -> problem;
      case HttpMessageNotReadableException e -> body(e);
      case HttpMessageConversionException e -> cause(e);
      case InvalidParameterException _ -> badRequest(); // Tomcat, of the query's escapes
      case MethodArgumentTypeMismatchException e ->
          parameter(e.getName(), expected(e, e.getParameter().getParameterType()));
      case TypeMismatchException e ->
          parameter(String.valueOf(e.getPropertyName()), expected(e, e.getRequiredType()));
      case MissingServletRequestParameterException e -> missing("parameter", e.getParameterName());
      case MissingRequestHeaderException e -> missing("header", e.getHeaderName());
      case MissingServletRequestPartException e -> missing("part", e.getRequestPartName());
      case MissingPathVariableException e when e.isMissingAfterConversion() -> // blank
          parameter(e.getVariableName(), expected(e.getParameter().getParameterType()));
      case MissingPathVariableException _ -> internal();
      case MethodArgumentNotValidException e -> constraints(e);
      case ConstraintViolationException e -> constraint(e.getConstraintViolations());
      case HandlerMethodValidationException e -> parameters(e);
      case HttpRequestMethodNotSupportedException e -> method(e.getSupportedHttpMethods());
      case HttpMediaTypeNotSupportedException e ->
          new Problem(
              415,
              "media-type-unsupported",
              "This kind of body is not taken here. Send "
                  + e.getSupportedMediaTypes().stream()
                      .map(Object::toString)
                      .collect(Collectors.joining(" or "))
                  + ".");
      case HttpMediaTypeNotAcceptableException e ->
          new Problem(
              406,
              "media-type-not-acceptable",
              "There is no answer of the type asked for. Accept "
                  + e.getSupportedMediaTypes().stream()
                      .map(Object::toString)
                      .collect(Collectors.joining(" or "))
                  + ".");
      case NoResourceFoundException _ -> unknownPath();
      case NoHandlerFoundException _ -> unknownPath();
      case MaxUploadSizeExceededException _ -> tooLarge();
      case MultipartException _ ->
          new Problem(
              400,
              "body-invalid",
              "The parts of the body cannot be read. Send multipart/form-data.");
      case StoreUnavailableException _ -> unavailable();
      case OutcomeUnknownException _ ->
          new Problem(
                  503,
                  "outcome-unknown",
                  "The store broke off before it said whether this was recorded. Send it again"
                      + " under the same Idempotency-Key, or look before you do.")
              .header("Retry-After", "5");
      case AsyncRequestTimeoutException _ -> unavailable();
      case CannotCreateTransactionException _ -> unavailable();
      case TransientDataAccessException _ -> unavailable();
      case DataAccessResourceFailureException _ -> unavailable();
      case BadSqlGrammarException e when viewMissing(e) ->
          new Problem(
                  503,
                  "view-building",
                  "The view that answers this is being built. How far it is: GET /api/operations.")
              .header("Retry-After", "5");
      case ErrorResponse e -> ofStatus(e.getStatusCode().value());
      default -> cause(failure);
    };
  }

  /// A question before its view is built for the first time, or while the copy that serves still
  /// has the tables of an older version: no such table, column or schema.
  private static boolean viewMissing(BadSqlGrammarException failure) {
    SQLException cause = failure.getSQLException();
    return cause != null
        && Set.of("42P01", "42703", "3F000").contains(String.valueOf(cause.getSQLState()));
  }

  /// What the container itself found wrong, of which only the status is known.
  static Problem ofStatus(int status) {
    return switch (status) {
      case 400 -> badRequest();
      case 404 -> unknownPath();
      case 405 -> method(null);
      case 413 -> tooLarge();
      case 414, 431 ->
          new Problem(
              status,
              "request-head-too-large",
              "The address and the headers are too long. Shorten them.");
      case 501 ->
          new Problem(
              501, "method-unknown", "This server does not know the request's method or encoding.");
      case 503 -> unavailable();
      default ->
          status >= 400 && status < 500
              ? new Problem(status, "request-invalid", "The request cannot be answered as it is.")
              : internal();
    };
  }

  /// Some wrap what we threw.
  private static Problem cause(Throwable failure) {
    Throwable cause = failure.getCause();
    for (int depth = 0; cause != null && depth < 10; depth++) {
      if (cause instanceof Problem problem) {
        return problem;
      }
      cause = cause.getCause();
    }
    return internal();
  }

  private static Problem body(HttpMessageNotReadableException failure) {
    return switch (failure.getCause()) {
      case JacksonException e -> json(e);
      case Problem problem -> problem;
      case null -> noBody();
      default ->
          new Problem(
              400, "body-unreadable", "The body could not be read to its end. Send it again.");
    };
  }

  /// What is wrong with a JSON body.
  static Problem json(JacksonException failure) {
    if (failure.getCause() instanceof Problem problem) {
      return problem;
    }
    String path = path(failure);
    return switch (failure) {
      case StreamConstraintsException _ ->
          new Problem(
              400,
              "body-too-complex",
              "The JSON is nested too deeply, or a name, number or text in it is too long.");
      case InputCoercionException e -> property(path, expected(e.getTargetType()));
      case StreamReadException e ->
          String.valueOf(e.getOriginalMessage()).startsWith("Duplicate")
              ? new Problem(
                  400,
                  "property-twice",
                  "A property stands twice in one JSON object. Send it once.")
              : notJson(e);
      case UnrecognizedPropertyException e ->
          new Problem(
              400,
              "property-unknown",
              "There is no property " + path + " here. Known are " + known(e) + ".",
              Map.of("property", path));
      case UnexpectedValueException e -> property(path, e.expected());
      case InvalidNullException _ -> required(path);
      case InvalidTypeIdException e -> kind(path, e);
      case MismatchedInputException e -> mismatch(path, e);
      case DatabindException _ -> property(path, Expected.ANOTHER);
      default -> new Problem(400, "body-not-json", "The body is no valid JSON.");
    };
  }

  /// The property that says which one it is of several kinds is missing, or names none of them.
  private static Problem kind(String path, InvalidTypeIdException failure) {
    List<ContractJson.Kind> kinds =
        ContractJson.kinds().stream()
            .filter(it -> failure.getBaseType().hasRawClass(it.of()))
            .toList();
    return kinds.isEmpty()
        ? property(path, Expected.ANOTHER)
        : property(
            path.isEmpty() ? kinds.getFirst().property() : path + "." + kinds.getFirst().property(),
            "one of "
                + kinds.stream().map(ContractJson.Kind::name).collect(Collectors.joining(", ")));
  }

  /// Jackson tells these apart in its message only.
  private static Problem mismatch(String path, MismatchedInputException failure) {
    String message = String.valueOf(failure.getOriginalMessage());
    if (message.startsWith("No content")) {
      return noBody();
    }
    if (message.startsWith("Missing required creator property")) {
      return required(missingName(path, message));
    }
    if (message.startsWith("Trailing token")) {
      return new Problem(
          400,
          "body-not-json",
          "Something follows the JSON value. Send one value and nothing behind it.");
    }
    return property(path, expected(failure.getTargetType()));
  }

  private static Problem noBody() {
    return new Problem(400, "body-missing", "The request has no body. Send one in JSON.");
  }

  private static Problem notJson(StreamReadException failure) {
    TokenStreamLocation at = failure.getLocation();
    return new Problem(
        400,
        "body-not-json",
        "The body is no valid JSON"
            + (at == null ? "" : ", at line " + at.getLineNr() + ", column " + at.getColumnNr())
            + ".");
  }

  private static String known(UnrecognizedPropertyException failure) {
    return failure.getKnownPropertyIds() == null
        ? "none"
        : failure.getKnownPropertyIds().stream()
            .map(Object::toString)
            .sorted()
            .collect(Collectors.joining(", "));
  }

  private static String missingName(String path, String message) {
    int from = message.indexOf('\'');
    int to = message.indexOf('\'', from + 1);
    String name = from >= 0 && to > from ? message.substring(from + 1, to) : "";
    boolean named = path.equals(name) || path.endsWith("." + name);
    return path.isEmpty() ? name : named ? path : path + "." + name;
  }

  /// Where in the body, such as `contacts[0].name`. Names that a client made up are shown only as
  /// far as they look like names.
  private static String path(JacksonException failure) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : failure.getPath()) {
      String name = step.getPropertyName();
      if (name == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".")
            .append(name.matches("[A-Za-z][A-Za-z0-9_-]{0,49}") ? name : "?");
      }
    }
    return path.toString();
  }

  private static Problem property(String path, String expected) {
    return new Problem(
        400,
        "property-invalid",
        (path.isEmpty() ? "The body" : path) + " must be " + expected + ".",
        Map.of("property", path, "expected", expected));
  }

  private static Problem required(String path) {
    return new Problem(
        400,
        "property-missing",
        path + " is required and cannot be null. Send it with a value.",
        Map.of("property", path));
  }

  private static Problem constraints(MethodArgumentNotValidException failure) {
    return failure.getFieldErrors().stream()
        .min(Comparator.comparing(FieldError::getField))
        .map(it -> property(it.getField(), Expected.of(it.unwrap(ConstraintViolation.class))))
        .orElseGet(() -> property("", Expected.ANOTHER));
  }

  private static Problem constraint(Set<ConstraintViolation<?>> violations) {
    return violations.stream()
        .min(Comparator.comparing(violation -> violation.getPropertyPath().toString()))
        .map(it -> property(it.getPropertyPath().toString(), Expected.of(it)))
        .orElseGet(() -> property("", Expected.ANOTHER));
  }

  private static Problem parameters(HandlerMethodValidationException failure) {
    return failure.getParameterValidationResults().stream()
        .findFirst()
        .map(
            result ->
                parameter(
                    String.valueOf(result.getMethodParameter().getParameterName()),
                    Expected.of(
                        result.unwrap(
                            result.getResolvableErrors().getFirst(), ConstraintViolation.class))))
        .orElseGet(() -> parameter("a parameter", Expected.ANOTHER));
  }

  private static Problem parameter(String name, String expected) {
    return new Problem(
        400,
        "parameter-invalid",
        name + " must be " + expected + ".",
        Map.of("parameter", name, "expected", expected));
  }

  private static Problem missing(String what, String name) {
    return new Problem(
        400,
        "parameter-missing",
        "The " + what + " " + name + " is required. Send it.",
        Map.of("parameter", name));
  }

  private static String expected(TypeMismatchException failure, @Nullable Class<?> type) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IllegalArgumentException
          && cause.getCause() == null
          && type != null
          && !Number.class.isAssignableFrom(type)
          && !type.isPrimitive()
          && !type.isEnum()
          && cause.getMessage() != null
          && known(cause.getMessage())) {
        return cause.getMessage();
      }
    }
    return expected(type);
  }

  private static boolean known(String message) {
    return Set.of(
            Times.EXPECTED_INSTANT,
            Times.EXPECTED_DAY,
            Ids.EXPECTED,
            Texts.NO_CONTROL_CHARACTERS,
            Texts.WHOLE_CHARACTERS)
        .contains(message);
  }

  /// What a type looks like in JSON, for people.
  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return Expected.ANOTHER;
    }
    if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", "));
    }
    if (type == Instant.class) {
      return Times.EXPECTED_INSTANT;
    }
    if (type == LocalDate.class) {
      return Times.EXPECTED_DAY;
    }
    if (type == Period.class) {
      return "a period such as P1Y, P18M or P90D";
    }
    if (type == UUID.class || Id.class.isAssignableFrom(type)) {
      return Ids.EXPECTED;
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number in its range";
    }
    if (Number.class.isAssignableFrom(type)) {
      return "a number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "a text";
    }
    return Iterable.class.isAssignableFrom(type) ? "a list" : "an object";
  }

  private static Problem method(@Nullable Set<HttpMethod> allowed) {
    List<String> names =
        allowed == null ? List.of() : allowed.stream().map(HttpMethod::name).sorted().toList();
    Problem problem =
        new Problem(
            405,
            "method-not-allowed",
            "This address does not take this method."
                + (names.isEmpty() ? "" : " Use " + String.join(" or ", names) + "."));
    return names.isEmpty() ? problem : problem.header("Allow", String.join(", ", names));
  }

  private static Problem badRequest() {
    return new Problem(
        400,
        "request-malformed",
        "The request is no well-formed HTTP. Check its first line, its headers and the characters"
            + " in its address.");
  }

  private static Problem unknownPath() {
    return new Problem(
        404, "path-unknown", "There is nothing at this address. /v3/api-docs lists what there is.");
  }

  private static Problem tooLarge() {
    return new Problem(413, "body-too-large", "The body is too large. Send less at a time.");
  }

  private static Problem unavailable() {
    return new Problem(
            503,
            "unavailable",
            "The store cannot be reached or is too busy at the moment. Repeat the request in a few"
                + " seconds, with the same Idempotency-Key if it had one.")
        .header("Retry-After", "2");
  }

  private static Problem internal() {
    return new Problem(
        500,
        "internal-error",
        "Something went wrong on our side. Tell the operator the correlation id; the log has more"
            + " under it.");
  }
}
