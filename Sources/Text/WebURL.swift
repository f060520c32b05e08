/// An absolute http or https address as browsers read it (WHATWG URL Standard); always in its canonical spelling.
package struct WebURL: Sendable, Hashable {
  package enum Scheme: String, Sendable, Hashable {
    case http, https

    package var defaultPort: UInt16 { self == .http ? 80 : 443 }
  }

  package var scheme: Scheme
  /// Percent-encoded, empty when absent.
  package var username = ""
  /// Percent-encoded, empty when absent.
  package var password = ""
  /// A lower-case domain in its ASCII form, a dotted IPv4 address, or an IPv6 address in brackets.
  package var host: String
  /// Nil when it is the scheme's own.
  package var port: UInt16?
  /// Begins with `/`; dot segments are resolved.
  package var path: String
  /// Without `?`; nil when absent, which differs from empty.
  package var query: String?
  /// Without `#`; nil when absent, which differs from empty.
  package var fragment: String?

  /// Why a text is no web address.
  package enum Failure: Error, Hashable, CustomStringConvertible {
    case relativeWithoutBase
    case scheme(String)
    case emptyHost
    case host(String)
    case port(String)

    package var description: String {
      switch self {
      case .relativeWithoutBase: "a relative address needs the address of its page"
      case .scheme(let name): "'\(name):' is not http or https"
      case .emptyHost: "the address has no host"
      case .host(let host): "'\(host)' is not a host name or IP address"
      case .port(let port): "'\(port)' is not a port between 0 and 65535"
      }
    }
  }

  /// The address as text.
  package var href: String {
    var result = scheme.rawValue
    // Room for the marks between the parts, and for a port.
    result.reserveCapacity(24 + host.utf8.count + path.utf8.count + (query?.utf8.count ?? 0))
    result += "://"
    if !username.isEmpty || !password.isEmpty {
      result += username
      if !password.isEmpty { result += ":" + password }
      result += "@"
    }
    result += host
    if let port {
      result += ":"
      result += String(port)
    }
    result += path
    if let query {
      result += "?"
      result += query
    }
    if let fragment {
      result += "#"
      result += fragment
    }
    return result
  }

  /// The host with its port where that is not the scheme's own: what a robots file or a rate limit belongs to.
  package var authority: String { port.map { host + ":" + String($0) } ?? host }

  /// Scheme, host and port (RFC 6454).
  package var origin: String { scheme.rawValue + "://" + authority }

  /// Path and query: what a request line carries.
  package var target: String { query.map { path + "?" + $0 } ?? path }

  /// The port that a connection uses.
  package var effectivePort: UInt16 { port ?? scheme.defaultPort }

  /// The path's segments with percent escapes decoded, for reading names out of them.
  package var decodedSegments: [String] {
    path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { String(decoding: PercentEncoding.decoded($0), as: UTF8.self) }
  }
}

extension WebURL: CustomStringConvertible {
  package var description: String { href }
}
