internal import Catalogue
internal import JSON
internal import Records
internal import Rendering

/// The JSON that a rendered page loaded: where its site's own interface is.
enum RenderedCalls {
  /// What the browser did, as it is kept with the page and shown in its `rendered` member.
  static func rendering(_ page: RenderedPage) -> JSON {
    let calls = page.calls.map { call in
      var object: JSONObject = ["method": .string(call.method), "url": .string(call.url)]
      object["body"] = call.body.map(JSON.string)
      return JSON.object(object)
    }
    return ["idle": .bool(page.wasIdle), "steps": JSON(page.steps), "calls": .array(calls)]
  }

  /// One request for each call, in the order in which the page made them.
  static func requests(_ rendering: JSON?, of record: Record) -> [JSONObject] {
    (rendering?["calls"]?.array ?? []).compactMap { call in
      guard let url = call["url"]?.string, let method = call["method"]?.string, ["GET", "POST"].contains(method),
        url.hasPrefix("http://") || url.hasPrefix("https://")
      else { return nil }
      var request: JSONObject = ["type": "request", "url": .string(url), "method": .string(method)]
      request["body"] = call["body"]
      request["source"] = record.string("source").map(JSON.string)
      request["brand_id"] = record.string("brand_id").map(JSON.string)
      request["role"] = .string(Role.api.rawValue)
      request["depth"] = JSON((record.int("depth") ?? 0) + 1)
      return request
    }
  }
}
