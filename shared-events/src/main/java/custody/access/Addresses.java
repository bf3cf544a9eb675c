package custody.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// From where a request comes, as far as it tells callers apart.
public final class Addresses {
  /// Whoever has one address of an IPv6 network has all of this prefix.
  private static final int IPV6_PREFIX = 8;

  private Addresses() {}

  public static String of(HttpServletRequest request) {
    String address = request.getRemoteAddr();
    // Only literals: looking a name up would ask the network.
    InetAddress parsed =
        address.indexOf(':') < 0 ? null : InetAddress.ofLiteral(address.replaceFirst("%.*", ""));
    return parsed instanceof Inet6Address it
        ? HexFormat.of().formatHex(Arrays.copyOf(it.getAddress(), IPV6_PREFIX)) + "/64"
        : address;
  }
}
