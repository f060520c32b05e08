extension WebURL {
  /// The address without what does not change the page: its fragment and the parameters that advertising adds.
  package var identity: WebURL {
    var result = self
    result.fragment = nil
    guard let query else { return result }
    let kept = query.split(separator: "&", omittingEmptySubsequences: false).filter { !Self.isTracking($0) }
    result.query = kept.allSatisfy(\.isEmpty) ? nil : kept.joined(separator: "&")
    return result
  }

  private static func isTracking(_ parameter: Substring) -> Bool {
    let name = parameter.prefix { $0 != "=" }.lowercased()
    return name.hasPrefix("utm_") || trackingParameters.contains(name)
  }

  /// Click and campaign identifiers of Google, Meta, Microsoft, Yandex, Mailchimp, HubSpot, TikTok, X and Klaviyo.
  private static let trackingParameters: Set<String> = [
    "gclid", "gclsrc", "gad_source", "gad_campaignid", "gbraid", "wbraid", "dclid", "srsltid", "_ga", "_gl",
    "fbclid", "igshid", "msclkid", "yclid", "ysclid", "mc_cid", "mc_eid", "_hsenc", "_hsmi", "ttclid", "twclid", "_kx",
  ]
}
