internal import Text

/// Where a redirect may lead.
struct RedirectRule {
  var maximum: Int
  var followsOffSite: Bool

  /// The address that `location` names, or why it is not followed.
  func target(
    of location: String, from url: WebURL, after redirects: [String], isPublic: Bool
  ) -> Result<WebURL, PageFailure> {
    func refused(_ code: String, _ message: String) -> Result<WebURL, PageFailure> {
      .failure(
        PageFailure(status: 0, code: code, message: message, attempts: 0, finalURL: url.href, isDeferred: false))
    }
    guard redirects.count < maximum else { return refused("redirect-loop", "more than \(maximum) redirects") }
    let target: WebURL
    do {
      target = try url.resolving(location).withoutFragment
    } catch .scheme {
      return refused(
        "redirect-scheme", "a redirect to \(location.prefix(200)) is not followed: only http and https are")
    } catch {
      return refused("redirect-bad", "a redirect to \(location.prefix(200)), which is no address: \(error)")
    }
    // Once back is a site that sets a cookie and tries again; twice is a loop.
    guard redirects.count(where: { $0 == target.href }) < 2 else {
      return refused("redirect-loop", "\(target.href.prefix(200)) redirects back to itself")
    }
    if isPublic, Self.isPrivate(target.host) {
      return refused("private-address", "a public page redirects to \(target.host), which is a private address")
    }
    guard followsOffSite || Site.isSame(url.host, target.host) else {
      return refused("redirect-off-site", "a redirect to another site is not followed: \(target.href.prefix(200))")
    }
    return .success(target)
  }

  /// Whether a host says by its name that it is not on the internet; other names are checked when they are connected.
  private static func isPrivate(_ host: String) -> Bool {
    if let address = NetworkAddress(host) { return !address.isPublic }
    return host == "localhost" || [".localhost", ".local", ".internal"].contains { host.hasSuffix($0) }
  }
}

/// Which hosts belong together.
enum Site {
  /// Second-level names under which country registries hand out domains: `co.il`, `com.au`, `ac.uk`, …
  private static let registryNames: Set<Substring> = [
    "ac", "asn", "co", "com", "edu", "gob", "gov", "gouv", "govt", "id", "idf", "k12", "mil", "muni", "ne", "net",
    "nom",
    "or", "org", "school", "sch",
  ]

  /// Whether two hosts share the domain that somebody registered.
  ///
  /// An approximation of the public suffix list: the last two labels, or three under a two-letter country whose second
  /// level is one of the usual registry names. Wrong only for private suffixes such as `github.io`, where two users'
  /// pages count as one site. Numeric addresses are sites of their own.
  static func isSame(_ one: String, _ other: String) -> Bool {
    one == other || (registrable(one) != nil && registrable(one) == registrable(other))
  }

  private static func registrable(_ host: String) -> [Substring]? {
    guard NetworkAddress(host) == nil else { return nil }
    let labels = host.split(separator: ".")
    guard labels.count >= 2, let country = labels.last else { return nil }
    let isUnderRegistry = country.utf8.count == 2 && registryNames.contains(labels[labels.count - 2])
    return labels.count > 2 && isUnderRegistry ? labels.suffix(3) : labels.suffix(2)
  }
}
