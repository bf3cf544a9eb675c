package custody.service.http;

import custody.service.Correlation;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/// Where the container sends what failed outside of the dispatcher.
@Controller
@Hidden
final class ErrorDispatch implements ErrorController {
  @RequestMapping("${spring.web.error.path:${error.path:/error}}")
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable failure) {
      ProblemAnswer.write(failure, request, response);
    } else {
      int status =
          request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer known
              ? known
              : 404; // somebody asked for this address itself
      ProblemAnswer.write(
          Problems.ofStatus(status), Correlation.of(request), request.getLocale(), response);
    }
  }
}
