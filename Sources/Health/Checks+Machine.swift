internal import JSON

extension Check {
  static let disk = Check(
    name: "disk", question: "Is there room to write?"
  ) { facts, limits in
    facts.freeBytes.judged { bytes in
      let gigabytes = Double(bytes) / 1e9
      let message = "\(shown(gigabytes)) GB are free, the least is \(shown(limits.freeGigabytes)) GB"
      return Judgement(
        message, figures: ["free_gb": JSON(figure: gigabytes)],
        findings: gigabytes < limits.freeGigabytes ? [Finding("disk", .critical, message)] : [])
    }
  }

  static let treeSize = Check(
    name: "tree-size", question: "Is the tree of a size that can be kept?"
  ) { facts, limits in
    facts.treeBytes.judged { bytes in
      let megabytes = Double(bytes) / 1e6
      let message = "the tree has \(shown(megabytes)) MB, the limit is \(shown(limits.treeMegabytes)) MB"
      return Judgement(
        message, figures: ["tree_mb": JSON(figure: megabytes)],
        findings: megabytes > limits.treeMegabytes ? [Finding("tree", .warning, message)] : [])
    }
  }

  static let api = Check(
    name: "api", question: "Does the API answer, if there is one?"
  ) { facts, _ in
    facts.api.judged { status in
      guard let status else { return Judgement("no API is configured", figures: ["configured": false]) }
      let isUp = status == 200
      let message =
        isUp ? "the API answers" : status == 0 ? "the API does not answer" : "the API answers with \(status)"
      return Judgement(
        message, figures: ["configured": true, "http_status": JSON(status)],
        findings: isUp ? [] : [Finding("api", .critical, message, remedy: .startAPI)])
    }
  }
}
