package custody.service.http;

import custody.service.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/// Answers whatever the filters inside this one throw.
final class FailureFilter extends OncePerRequestFilter {
  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      chain.doFilter(request, response);
    } catch (Exception e) {
      boolean answered = ProblemAnswer.write(e, request, response);
      // Thrown on after the answer, the connection breaks, and nobody waits for the rest of the
      // body.
      boolean stillDripping = e instanceof Problem problem && problem.status() == 408;
      if (!answered || stillDripping) {
        throw e;
      }
    }
  }
}
